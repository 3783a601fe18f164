"""The date beside a quote is the article's own, whatever other dates its page shows."""

from datetime import UTC, datetime

import pytest

from adapters.web.pages import read_page

DAY = datetime(2025, 5, 4, tzinfo=UTC)
TEXT = (
    "<p>The ferry to Ry is out of service until the ice on the sound has gone, the harbour office"
    " said, and buses leave from the station every hour.</p><p>Nobody had been asked before the"
    " timetable was printed, said the harbour master, who has worked there for thirty years.</p>"
)
OWN = "<p class=date>4 May 2025</p>"
OWN_TIME = "<time datetime=2025-05-04T08:00>4 May</time>"


def published(inside: str, behind: str = "", text: str = TEXT) -> datetime | None:
    page = (
        "<!doctype html><html lang=en><head><title>No ferry to Ry</title></head><body><main>"
        f"<article><h1>No ferry to Ry</h1>{inside}{text}</article>{behind}</main></body></html>"
    )
    return read_page(page.encode()).published


@pytest.mark.parametrize("own", [OWN, OWN_TIME])
@pytest.mark.parametrize(
    "other",
    [
        "<aside><a href=/a>The ice of that year</a> <time datetime=2011-02-03>2011</time></aside>",
        "<div class='related-stories'><time datetime=2011-02-03>3 February 2011</time></div>",
        "<ul><li><a href=/a>The ice of that year</a> <time datetime=2011-02-03>x</time></li></ul>",
        "<article><h2><a href=/a>The ice of that year</a></h2><time datetime=2011-02-03>x</time>"
        "</article>",
        "<section id=latest><span class=date>3 February 2011</span></section>",
        "<footer><time datetime=2011-02-03>Since 3 February 2011</time></footer>",
    ],
)
def test_the_date_of_a_teaser_is_not_the_articles(own: str, other: str) -> None:
    assert published(own, other) == DAY
    assert published(own + TEXT + other) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "<p class=date>Updated 9 May 2025 · Published 4 May 2025</p>",
        "<p class=date>Published: 4 May 2025, last updated: 9 May 2025</p>",
        "<p class=date><b>Last modified</b> 9 May 2025 | <b>First published</b> 4 May 2025</p>",
        "<p>Updated <time datetime=2025-05-09>9 May</time><br>"
        "Posted <time datetime=2025-05-04>4 May</time></p>",
    ],
)
def test_the_day_of_a_change_is_not_the_articles(line: str) -> None:
    assert published(line) == DAY


def test_a_page_that_shows_only_its_last_change_is_of_that_day() -> None:
    assert published("<p class=date>Updated 9 May 2025</p>") == datetime(2025, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("own", [OWN, OWN_TIME])
def test_a_day_in_a_sentence_is_not_the_articles(own: str) -> None:
    past = (
        "<p>The first ferry left for Ry on <time datetime=1911-06-06>6 June 1911</time>, with the"
        " band of the fire brigade on board and half of the town on the quay.</p>"
    )
    assert published(own, text=past + TEXT) == DAY


def test_what_the_page_says_of_itself_counts_before_all_that_it_shows() -> None:
    head = "<meta itemprop=datePublished content=2025-05-04>"
    assert published(head + "<p class=date>Updated 9 May 2025</p>") == DAY
