"""What replies say of the day of an article, and of its changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.wording import dated
from retrieval.articles import Article, iso_date

NEW_YORK = timezone(timedelta(hours=-5))
FIRST = datetime(2024, 7, 28, 23, 30, tzinfo=NEW_YORK)
THIRD = datetime(2024, 8, 3, 9, tzinfo=UTC)
ARTICLE = Article("a", "s", "Title", "https://echo.example/a", "The Echo", (), FIRST, "Words.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "28 July 2024"),
        ({"updated": THIRD}, "28 July 2024, changed since (noticed 3 August 2024)"),
        ({"modified": THIRD}, "28 July 2024, updated 3 August 2024"),
        (
            {"modified": THIRD, "updated": THIRD + timedelta(days=2)},
            "28 July 2024, updated 3 August 2024",
        ),
        ({"modified": FIRST + timedelta(minutes=9)}, "28 July 2024"),
        ({"published": None, "modified": THIRD}, "updated 3 August 2024"),
        ({"published": None}, ""),
    ],
)
def test_a_change_is_told_by_the_page_or_was_noticed(
    changes: dict[str, datetime | None], said: str
) -> None:
    assert dated(replace(ARTICLE, **changes)) == said  # type: ignore[arg-type]


def test_what_a_page_says_of_its_changes_makes_a_version_and_its_absence_none() -> None:
    assert replace(ARTICLE, modified=None).version == ARTICLE.version
    assert replace(ARTICLE, modified=THIRD).version != ARTICLE.version
    assert replace(ARTICLE, modified=THIRD).version != replace(ARTICLE, updated=THIRD).version


def test_a_day_that_begins_in_utc_is_still_the_papers() -> None:
    evening = datetime(2024, 7, 28, 19, tzinfo=NEW_YORK)
    assert iso_date(evening) == "2024-07-28T19:00:00-05:00"
