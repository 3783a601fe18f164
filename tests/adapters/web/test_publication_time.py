"""The day beside a quote: the one that the page gives, in the zone that it wrote it in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from adapters.web.pages import read_page
from adapters.web.publication_time import moment_written

NEW_YORK, TOKYO = timezone(timedelta(hours=-5)), timezone(timedelta(hours=9))
TEXT = "".join(
    f"<p>The harbour of Halvik is closed for day {n}, the port said.</p>" for n in range(9)
)


def page(head: str, body: str = "") -> bytes:
    return (
        f"<html><head><title>Harbour closed</title>{head}</head><body><main><article>"
        f"<h1>Harbour closed</h1>{body}{TEXT}</article></main></body></html>"
    ).encode()


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-25T23:30:00-05:00", datetime(2026, 11, 25, 23, 30, tzinfo=NEW_YORK)),
        ("2026-11-26T00:10:00+0900", datetime(2026, 11, 26, 0, 10, tzinfo=TOKYO)),
        ("2026-11-25T23:30:00", datetime(2026, 11, 25, tzinfo=UTC)),
        ("2026-11-25", datetime(2026, 11, 25, tzinfo=UTC)),
        ("Wed, 25 Nov 2026 23:30:00 -0500", datetime(2026, 11, 25, 23, 30, tzinfo=NEW_YORK)),
        ("November 25, 2026, 11:30 PM EST", datetime(2026, 11, 25, tzinfo=UTC)),
        ("25 de noviembre de 2026", datetime(2026, 11, 25, tzinfo=UTC)),
        ("25. Oktober 2026", datetime(2026, 10, 25, tzinfo=UTC)),
        ("1795649400", datetime(2026, 11, 25, 23, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("11/12/2026", None),
        ("soon", None),
    ],
)
def test_a_moment_keeps_the_day_that_was_written(written: str, moment: datetime | None) -> None:
    found = moment_written(written)
    assert found == moment
    assert (found and found.utcoffset()) == (moment and moment.utcoffset())


@pytest.mark.parametrize(
    ("head", "body", "day", "guessed"),
    [
        (linked('{"@type": "NewsArticle", "datePublished": "2026-03-02T23:30:00-05:00"}'),
         "<time datetime='2020-01-01'>1 January 2020</time>", "2026-03-02", False),
        ('<meta property="article:published_time" content="2026-03-02T01:00:00+09:00">',
         "<p>On 1 May 2019 the harbour was built.</p>", "2026-03-02", False),
        ("", '<span itemprop="datePublished" content="2026-03-02">today</span>',
         "2026-03-02", False),
        (linked('{"@type": "WebSite", "hasPart": {"@type": "NewsArticle", "datePublished":'
                ' "2019-01-01"}}')
         + '<meta name="article:published_time" content="2026-03-02">', "", "2026-03-02", False),
        ("", "<time datetime='2026-03-02'>2 March 2026</time>", "2026-03-02", True),
    ],
)  # fmt: skip
def test_what_the_page_says_outright_is_never_overruled_by_a_guess(
    head: str, body: str, day: str, guessed: bool
) -> None:
    found = read_page(page(head, body), "https://echo.example/a")
    assert found.published is not None
    assert (found.published.date().isoformat(), found.guessed) == (day, guessed)


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        (linked('{"@type": "Article", "datePublished": "2026-03-02", "dateModified": '
                '"2026-03-05T23:00:00-05:00"}'), "", "2026-03-05"),
        ('<meta property="article:published_time" content="2026-03-02">'
         '<meta property="article:modified_time" content="2026-03-04">', "", "2026-03-04"),
        ('<meta property="article:published_time" content="2026-03-02">',
         "<p class='date'>Updated 6 March 2026 · Published 2 March 2026</p>", "2026-03-06"),
        (linked('{"@type": "Article", "datePublished": "2026-03-02", "dateModified": '
                '"2026-01-01"}'), "", None),
        ('<meta property="article:published_time" content="2026-03-02">', "", None),
    ],
)  # fmt: skip
def test_a_page_says_when_it_was_changed(head: str, body: str, day: str | None) -> None:
    modified = read_page(page(head, body), "https://echo.example/a").modified
    assert (modified and modified.date().isoformat()) == day
