"""The whole article of a page, and nothing that stands beside it."""

import json

import pytest

from adapters.web.linked_data import page_tree
from adapters.web.pages import read_page
from adapters.web.refusals import PAYWALLED, refusal

LINES = [
    f"The town of Corran will mend bridge number {n} over the river Ash before the winter comes, "
    f"the council said on day {n}."
    for n in range(1, 13)
]
LATER = "The bridges carry some 31,000 people a day, among them all the pupils of three schools."


def page(body: str, head: str = "", title: str = "Corran mends its bridges") -> bytes:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav><a href=/>Home</a></nav>"
        f"<main><article><h1>{title}</h1>{body}</article></main><footer>Imprint</footer></body></html>"
    ).encode()


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def text_of(html: bytes) -> str:
    return read_page(html, "https://echo.example/bridges").text


def linked(**said: object) -> str:
    data = json.dumps({"@type": "NewsArticle", **said})
    return f'<script type="application/ld+json">{data}</script>'


WHOLE = "\n".join(LINES)


@pytest.mark.parametrize("kind", ["card", "link-box", "social-text"])
def test_a_paragraph_that_only_looks_like_something_else_is_read(kind: str) -> None:
    body = f"{paragraphs(LINES[:6])}<p class='{kind}-lead'>{LATER}</p>{paragraphs(LINES[6:])}"
    assert LATER in text_of(page(body))


def test_each_paragraph_in_a_box_of_its_own_is_read() -> None:
    boxes = "".join(
        f"<div class='card collection-item'><div class='card-content'><p>{line}</p></div></div>"
        for line in LINES
    )
    assert text_of(page(boxes)) == WHOLE


def test_a_first_paragraph_without_an_element_is_read() -> None:
    assert text_of(page(f"<div class='content'>{'<br><br>'.join(LINES)}</div>")) == WHOLE


LEAD = "Two people drowned near the old mill when a footbridge collapsed on Saturday evening."
AGAIN = "Corran will mend 12 bridges over the river Ash before the winter comes, its council said."


def described(lead: str) -> str:
    return f'<meta property="og:description" content="{lead[:60]}">'


@pytest.mark.parametrize(
    "standfirst",
    [
        "<div class='article__summary summary'>{}</div>",
        "<p class='standfirst'>{}</p>",
        "<h2 class='sub-headline'>{}</h2>",
        "<header class='x'><p class='articleLead'>{}</p></header><p class='byline'>By Ada Holm</p>",
        "<div itemprop='description'><p>{}</p></div>",
    ],
)
def test_a_standfirst_is_read_that_tells_what_the_article_does_not(standfirst: str) -> None:
    body = f"<div class=top>{standfirst}</div><div class=c>{paragraphs(LINES)}</div>"
    assert text_of(page(body.format(LEAD))) == f"{LEAD}\n{WHOLE}"


def test_a_standfirst_that_says_the_article_again_is_left_out() -> None:
    body = f"<header><div class=summary>{AGAIN}</div></header><div>{paragraphs(LINES)}</div>"
    assert text_of(page(body, described(AGAIN))) == WHOLE


@pytest.mark.parametrize("element", ["<p class=x1>{}</p>", "<div>{}</div>", "<h3>{}</h3>"])
def test_a_standfirst_is_known_by_how_the_page_describes_itself(element: str) -> None:
    body = f"<div>{element.format(LEAD)}<img src=a.jpg></div><div>{paragraphs(LINES)}</div>"
    assert text_of(page(body, described(LEAD))) == f"{LEAD}\n{WHOLE}"


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=caption><p class=summary>{}</p></div>",
        "<div class=summary><a href=/other>{}</a></div>",
        "<p class='byline summary'>{}</p>",
    ],
)
def test_a_caption_or_a_teaser_above_the_article_is_no_standfirst(beside: str) -> None:
    assert text_of(page(beside.format(LEAD) + paragraphs(LINES), described(LEAD))) == WHOLE


def test_of_what_only_payers_read_the_standfirst_is_not_the_article() -> None:
    head = described(LEAD) + linked(isAccessibleForFree=False)
    assert LEAD not in text_of(page(f"<div>{LEAD}</div><div>{paragraphs(LINES)}</div>", head))


def test_a_post_that_the_article_shows_is_read() -> None:
    post = f"<blockquote class='twitter-tweet'><p>{LATER}</p>Ines Holt (@ines)</blockquote>"
    body = f"{paragraphs(LINES[:6])}{post}{paragraphs(LINES[6:])}"
    assert LATER in text_of(page(body))


@pytest.mark.parametrize(
    "beside",
    [
        "<p>Read more: <a href=/a>Mayor of Corran steps down after the vote</a></p>",
        "<p><strong>RELATED:</strong> Mayor of Corran steps down after the vote</p>",
        "<p>Lire aussi : <a href=/a>Le maire de Corran démissionne</a></p>",
        "<p>Lesen Sie auch: Bürgermeister von Corran tritt zurück</p>",
        "<p>Sign up for our newsletter and never miss a story from Corran.</p>",
        "<p>Support our journalism with a donation. It keeps our newsroom going.</p>",
        "<p>Follow the Echo on Facebook and Instagram.</p>",
        "<p>This transcript has been edited for length and clarity.</p>",
        "<p>Advertisement</p>",
        "<div class='newsletter-box'><p>The morning in Corran, in five minutes.</p></div>",
        "<div class='related-stories'><p>The mayor stepped down after the vote.</p></div>",
        "<table class='ad-box'><tr><td>Garden chairs, now cheaper than ever.</td></tr></table>",
        "<ul><li><a href=/a>Mayor of Corran steps down</a></li>"
        "<li><a href=/b>Seven soups for cold days</a></li></ul>",
    ],
)
def test_teasers_appeals_and_advertisements_are_left_out(beside: str) -> None:
    body = f"{paragraphs(LINES[:6])}{beside}{paragraphs(LINES[6:])}"
    assert text_of(page(body)) == WHOLE


@pytest.mark.parametrize(
    "sentence",
    [
        "“Sign up for our newsletter and never miss a story,” said the letter that he got.",
        "The transcript was released on Tuesday and shows that the mayor had known of the cracks.",
        "Support for US troops fell by a tenth, reporters in Corran were told on Tuesday.",
        "Follow US lead, the minister urged all members of the alliance in a long speech.",
        "Related costs rose by a third in the year, the bank of Corran said in its report.",
        "Read the full statement before you judge, the court of Corran told its critics.",
        "Background: the dispute began in 2010, when the old mill on the river was closed.",
        "Like many others on Facebook, she had believed that the bridge would be open.",
        "More than 300 people were hurt, most of them by glass that fell from the roof.",
        "Donations to the church of Corran fell by half after the report was published.",
    ],
)
def test_no_sentence_of_the_article_is_taken_for_an_appeal(sentence: str) -> None:
    body = paragraphs([*LINES[:6], sentence, *LINES[6:]])
    assert text_of(page(body)) == "\n".join([*LINES[:6], sentence, *LINES[6:]])


def test_a_page_that_a_script_would_fill_is_read_from_its_json_ld() -> None:
    said = linked(
        headline="Corran mends its bridges", articleBody=WHOLE, datePublished="2026-03-02"
    )
    html = f"<html><head>{said}</head><body><div id='root'></div></body></html>".encode()
    found = read_page(html, "https://echo.example/bridges")
    assert (found.title, found.text) == ("Corran mends its bridges", WHOLE)
    assert refusal(found, page_tree(html)) == ""


def test_the_beginning_of_an_article_in_json_ld_takes_the_place_of_nothing() -> None:
    said = linked(articleBody=f"{WHOLE[:500]}…")
    assert text_of(page(paragraphs(LINES), said)) == WHOLE


def test_what_only_payers_see_is_not_read_from_json_ld() -> None:
    said = linked(articleBody=WHOLE, isAccessibleForFree=False)
    html = page(f"{paragraphs(LINES[:2])}<div class='paywall'></div>", said)
    assert refusal(read_page(html, "https://echo.example/bridges"), page_tree(html)) == PAYWALLED


@pytest.mark.parametrize("count", [2, 4, 8, 12])
@pytest.mark.parametrize("free", [True, False])
def test_a_short_article_is_not_behind_a_paywall(count: int, free: bool) -> None:
    html = page(paragraphs(LINES[:count]), linked(isAccessibleForFree=free))
    assert refusal(read_page(html, "https://echo.example/bridges"), page_tree(html)) == ""


@pytest.mark.parametrize(
    ("said", "behind"),
    [
        ({"isAccessibleForFree": False, "wordCount": 900}, ""),
        ({"isAccessibleForFree": "False"}, "<p>The second bridge, which was built in the …</p>"),
        ({"isAccessibleForFree": False, "hasPart": {"cssSelector": ".paid"}}, ""),
        ({"isAccessibleForFree": False, "hasPart": {"cssSelector": ".paid"}},
         "<div class='paid'></div>"),
        ({"isAccessibleForFree": False}, "<section class='subscriber-wall'>Offers</section>"),
        ({}, "<p>Subscribe now to continue reading this article.</p>"),
        ({}, "<p>Already a subscriber? Log in</p>"),
        ({}, "<div><p>Pour lire la suite, abonnez-vous.</p></div>"),
    ],
)  # fmt: skip
def test_a_text_that_breaks_off_before_a_wall_is_behind_a_paywall(
    said: dict[str, object], behind: str
) -> None:
    html = page(f"{paragraphs(LINES[:3])}{behind}", linked(**said))
    assert refusal(read_page(html, "https://echo.example/bridges"), page_tree(html)) == PAYWALLED


@pytest.mark.parametrize(
    ("said", "behind"),
    [
        ({"isAccessibleForFree": False, "wordCount": 60}, "<div class='paywall'></div>"),
        ({"isAccessibleForFree": False, "hasPart": {"cssSelector": ".paid"}},
         f"<div class='paid'><p>{LINES[5]} {LINES[6]}</p></div>"),
    ],
)  # fmt: skip
def test_an_article_that_is_all_there_is_not_behind_its_wall(
    said: dict[str, object], behind: str
) -> None:
    html = page(f"{paragraphs(LINES[:3])}{behind}", linked(**said))
    assert refusal(read_page(html, "https://echo.example/bridges"), page_tree(html)) == ""


def test_an_article_about_subscribers_is_not_behind_a_paywall() -> None:
    about = "This story is for subscribers, the paper of Corran wrote over each of them."
    html = page(paragraphs([LINES[0], about, *LINES[1:5]]))
    assert refusal(read_page(html, "https://echo.example/bridges"), page_tree(html)) == ""
