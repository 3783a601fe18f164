"""What is kept of a fetched page, and in which words one that can't be quoted is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.web.fetching import Fetched
from adapters.web.reading import ReadArticle, known_date, read_article
from tests.e2e.newspapers import article_html

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
LEAD = "Inspectors closed the harbour bridge on Monday after they found cracks in 14 hangers."
MORE = "The bridge carries about 31,000 vehicles a day, and buses are sent around by Millgate."


def fetched(html: str | bytes, url: str = "https://echo.example/a?utm_source=rss") -> Fetched:
    body = html.encode() if isinstance(html, str) else html
    return Fetched(url, "", body, "text/html", "utf-8", "", "")


def html(*paragraphs: str, published: datetime = NOW, title: str = "Bridge closed") -> str:
    return article_html("The Echo", title, published, list(paragraphs))


def test_an_article_is_read_with_its_canonical_address() -> None:
    words = f"{LEAD}\n{MORE}"
    article = ReadArticle(
        "https://echo.example/a", "Bridge closed", "The Echo", (), NOW, words, language="en"
    )
    assert read_article(fetched(html(LEAD, MORE)), NOW) == article
    named = html(LEAD, MORE).replace(
        "<title>", '<link rel="canonical" href="https://echo.example/a?ref_src=x"><title>'
    )
    assert read_article(fetched(named, "https://amp.echo.example/a.amp"), NOW) == article


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (html(LEAD, "To continue reading, log in."), "behind a paywall"),
        (html("Bridge."), "no article in the page"),
        ("", "no article in the page"),
        (html(LEAD, *["<b>a</b>" * 100] * 250), "the page has 25,"),
        (html(LEAD, MORE, title=""), "no title in the page"),
    ],
)
def test_a_page_that_cannot_be_quoted_says_why(body: str, why: str) -> None:
    found = read_article(fetched(body), NOW)
    assert isinstance(found, str)
    assert found.startswith(why)
    assert "\n" not in found


def test_a_date_that_has_not_come_is_left_out_and_tomorrows_paper_is_not() -> None:
    tomorrow = NOW + timedelta(days=1)
    assert known_date(tomorrow, NOW) == tomorrow
    assert known_date(NOW + timedelta(days=3), NOW) is None
    assert known_date(None, NOW) is None
    found = read_article(fetched(html(LEAD, MORE, published=NOW + timedelta(days=90))), NOW)
    assert isinstance(found, ReadArticle)
    assert found.published is None
