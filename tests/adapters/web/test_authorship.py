"""Whom a page names as the writers of its article."""

import pytest

from adapters.web.pages import read_page

TEXT = "".join(
    f"<p>The mill of Corran makes paper on day {n}, its owner said.</p>" for n in range(9)
)


def authors(head: str, body: str = "") -> tuple[str, ...]:
    html = (
        f'<html><head><title>Mill</title><meta property="og:site_name" content="The Corran Post">'
        f"{head}</head><body><article><h1>Mill</h1>{body}{TEXT}</article></body></html>"
    )
    return read_page(html.encode(), "https://corran-post.example/mill").authors


def linked(author: str) -> str:
    data = f'{{"@type": "NewsArticle", "author": {author}}}'
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("head", "body", "names"),
    [
        (linked('[{"@type": "Person", "name": "A. B. Carrow"}]'), "", ("A. B. Carrow",)),
        (linked('"Ines Holt, Cara Dale"'), "", ("Ines Holt", "Cara Dale")),
        (linked('{"@type": "Organization", "name": "Corran Press Group"}'), "", ()),
        (linked('{"@type": "Person", "name": "The Corran Post"}'), "", ()),
        (linked('{"@type": "Person", "name": "Corran Post"}'),
         '<p class="byline">By Ines Holt</p>', ("Ines Holt",)),
        (linked('{"@type": "Person", "name": "Ines Holt"}'),
         '<p class="byline">By Ines Holt and Cara Dale in Corran</p>', ("Ines Holt", "Cara Dale")),
        (linked('{"@type": "Person", "name": "INES HOLT"}'),
         '<p class="byline">By Ines Holt</p>', ("Ines Holt",)),
        ('<meta name="author" content="https://social.example/ines">'
         '<meta name="parsely-author" content="Ines Holt">', "", ("Ines Holt",)),
        ('<meta name="citation_author" content="Ines Holt">'
         '<meta name="citation_author" content="Cara Dale">', "", ("Ines Holt", "Cara Dale")),
        ("", '<div class="post-byline">Ines Holt 27/09/2018 Corran, Mills</div>'
         '<span class="entry-author">Ines Holt</span>', ("Ines Holt",)),
        ("", '<aside class="related"><p class="byline">By Dan Ray</p></aside>', ()),
        ("", '<div class="comment"><span class="author">Dan Ray</span></div>', ()),
        ('<script type="application/ld+json">{"@graph": [{"@type": "Article", "author":'
         ' {"@id": "#p"}}, {"@type": "Person", "@id": "#p", "name": "Ines Holt"}]}</script>',
         "", ("Ines Holt",)),
        ('<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [{"@type":'
         ' "NewsArticle", "author": "Dan Ray"}]}</script>', "", ()),
    ],
)  # fmt: skip
def test_the_writers_are_those_that_the_page_names_for_its_own_article(
    head: str, body: str, names: tuple[str, ...]
) -> None:
    assert authors(head, body) == names
