"""A headline can be quoted: it has a place of its own, its words and a link that finds it."""

from retrieval.articles import Article
from retrieval.headlines import HEADLINE, link_at, words_at

ARTICLE = Article(
    "a", "s", "Pell elects Falk", "https://post.example/a", "Post", (), None, "Pell elects Falk.\n"
)


def test_a_headline_is_quoted_by_its_place_and_every_other_place_is_the_text_s() -> None:
    assert words_at(ARTICLE, *HEADLINE) == "Pell elects Falk"
    assert words_at(ARTICLE, 12, 16) == "Falk"


def test_the_link_of_a_headline_opens_the_page_at_it() -> None:
    assert link_at(ARTICLE, *HEADLINE).startswith("https://post.example/a#:~:text=Pell%20elects")
    assert link_at(ARTICLE, 0, 17).startswith("https://post.example/a#:~:text=")
