"""What people write after /follow, and when they are told next."""

from datetime import UTC, datetime

import pytest

from bot.following import BadRhythm, Pace, Rhythm, next_time, rhythm_of

WEDNESDAY = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("", Rhythm(Pace.NOW)),
        ("now", Rhythm(Pace.NOW)),
        ("Daily", Rhythm(Pace.DAILY, 9 * 60)),
        ("daily at 09:00 Europe/Berlin", Rhythm(Pace.DAILY, 9 * 60, zone="Europe/Berlin")),
        ("daily at 7.15 berlin", Rhythm(Pace.DAILY, 7 * 60 + 15, zone="Europe/Berlin")),
        ("daily 5pm new york", Rhythm(Pace.DAILY, 17 * 60, zone="America/New_York")),
        ("daily at 12 am", Rhythm(Pace.DAILY, 0)),
        ("daily Asia/Tokyo", Rhythm(Pace.DAILY, 9 * 60, zone="Asia/Tokyo")),
        ("weekly", Rhythm(Pace.WEEKLY, 9 * 60, 0)),
        ("weekly on friday at 17:30 UTC", Rhythm(Pace.WEEKLY, 17 * 60 + 30, 4)),
        ("weekly, sun", Rhythm(Pace.WEEKLY, 9 * 60, 6)),
    ],
)
def test_a_follower_says_how_often_in_plain_words(text: str, rhythm: Rhythm) -> None:
    assert rhythm_of(text) == rhythm
    # What is shown can be typed again.
    assert rhythm_of(str(rhythm)) == rhythm


def test_a_followers_own_time_zone_counts_where_none_is_named() -> None:
    assert rhythm_of("daily at 8", "Asia/Tokyo") == Rhythm(Pace.DAILY, 8 * 60, zone="Asia/Tokyo")
    assert rhythm_of("daily at 8 UTC", "Asia/Tokyo").zone == "UTC"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hourly", "'hourly' is no rhythm; write “now”, “daily at 09:00 Europe/Berlin” or "),
        ("daily at 25:00", "'25:00' is no time of day; write one such as 09:00 or 17:30"),
        ("daily at 13pm", "'13pm' is no time of day"),
        ("daily at 9:00 Europe/Berlim", "'Europe/Berlim' is no time zone; did you mean Europe/B"),
        ("weekly on friday at 9 nowhere at all", "'nowhere at all' is no time zone; write one"),
    ],
)
def test_a_rhythm_that_cant_be_read_is_named_with_one_that_can(text: str, said: str) -> None:
    with pytest.raises(BadRhythm) as raised:
        rhythm_of(text)
    assert str(raised.value).startswith(said)


@pytest.mark.parametrize(
    ("rhythm", "after", "then"),
    [
        ("now", WEDNESDAY, WEDNESDAY),
        ("daily at 13:00", WEDNESDAY, datetime(2026, 3, 4, 13, tzinfo=UTC)),
        ("daily at 12:30", WEDNESDAY, datetime(2026, 3, 5, 12, 30, tzinfo=UTC)),
        ("daily at 09:00 Asia/Tokyo", WEDNESDAY, datetime(2026, 3, 5, 0, tzinfo=UTC)),
        ("weekly on wednesday at 13:00", WEDNESDAY, datetime(2026, 3, 4, 13, tzinfo=UTC)),
        ("weekly on wednesday at 12:00", WEDNESDAY, datetime(2026, 3, 11, 12, tzinfo=UTC)),
        ("weekly on tuesday", WEDNESDAY, datetime(2026, 3, 10, 9, tzinfo=UTC)),
    ],
)
def test_a_digest_comes_at_the_next_time_that_was_asked_for(
    rhythm: str, after: datetime, then: datetime
) -> None:
    assert next_time(rhythm_of(rhythm), after) == then


def test_a_person_reads_the_plain_name_of_the_zone_that_slack_calls_otherwise() -> None:
    assert rhythm_of("daily at 9:00", "Etc/UTC").in_words() == "daily at 09:00 UTC"


def test_nine_stays_nine_when_the_clocks_change() -> None:
    daily = rhythm_of("daily at 09:00 Europe/Berlin")
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    before = next_time(daily, datetime(2026, 3, 27, 12, tzinfo=UTC))
    assert before == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert next_time(daily, saturday) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    # A time that the change skips comes an hour off, but it comes, and once.
    skipped = rhythm_of("daily at 02:30 Europe/Berlin")
    first = next_time(skipped, saturday)
    assert datetime(2026, 3, 29, 0, tzinfo=UTC) < first < datetime(2026, 3, 29, 2, tzinfo=UTC)
    assert next_time(skipped, first) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
