"""What becomes of a page and of a source, whatever they answer. Days pass by argument."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.refresh.updates import (
    MOVED,
    NEW_ENTRIES,
    READ_ANEW,
    Update,
    backoff,
    failed,
    gone,
    is_unchecked_for_long,
    read_again,
    read_first,
    refused,
    source_failed,
    still_from_feed,
    told_by_feed,
    unchanged,
)
from adapters.storage.sources import READING_VERSION, FetchedPage, Source, State
from adapters.web.feed_items import FeedItem
from adapters.web.fetching import Failed, Fetched, Gone, NotModified
from adapters.web.identity import ANOTHER, ELSE, FRONT, PART
from adapters.web.reading import ReadArticle
from retrieval.articles import Article

FOUND = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
URL = "https://echo.example/a"
TEXT = "The bridge is closed. It carries 31,000 vehicles a day."
NEW = FetchedPage("bridge", URL, URL, "https://echo.example/rss", State.FAILING, FOUND, due=FOUND)
READ = ReadArticle(URL, "Bridge closed", "The Echo", ("A. Reporter",), FOUND, TEXT)
ARTICLE = Article(
    URL, "bridge", "Bridge closed", URL, "The Echo", ("A. Reporter",), FOUND, TEXT, None
)
HELD = replace(
    NEW,
    state=State.HELD,
    article=URL,
    version=ARTICLE.version,
    etag='"1"',
    last_modified="then",
    checked=FOUND,
    due=FOUND + HOUR,
)
ITEM = FeedItem(URL, "Bridge closed", "", TEXT, FOUND, None, ())


def answer(etag: str = '"2"', last_modified: str = "then", url: str = URL, to: str = "") -> Fetched:
    return Fetched(url, to, b"", "text/html", "utf-8", etag, last_modified)


def test_a_page_that_is_read_for_the_first_time_is_held() -> None:
    update = read_first(NEW, READ, answer('"1"'), ITEM, FOUND)
    assert update == Update(HELD, ARTICLE)
    assert read_first(NEW, READ, answer('"1"'), None, FOUND) == update


def test_a_page_that_says_the_same_is_held_on_and_what_was_wrong_is_forgotten() -> None:
    troubled = replace(HELD, why="HTTP 404", gone_since=FOUND, failures=3, unchecked_since=FOUND)
    now = FOUND + 16 * HOUR
    read = replace(READ, text=TEXT.replace(" ", "  "), authors=())
    same = replace(HELD, checked=now, due=now + 2 * HOUR, etag='"2"')
    assert read_again(troubled, read, answer(), ARTICLE, now) == Update(same)
    assert unchanged(troubled, NotModified("", '"2"', "then"), ARTICLE, now) == Update(same)
    moved = NotModified("https://echo.example/b", '"2"', "then")
    there = replace(ARTICLE, url=moved.moved_to)
    page = replace(same, asked=moved.moved_to, version=there.version)
    assert unchanged(troubled, moved, ARTICLE, now) == Update(page, there, MOVED)


@pytest.mark.parametrize("changes", [{"text": f"{TEXT} No more."}, {"title": "Bridge open"}])
def test_other_words_are_a_version_with_the_time_of_the_change(changes: dict[str, str]) -> None:
    now = FOUND + HOUR
    read = replace(READ, **changes, published=now, address="https://echo.example/b")  # type: ignore[arg-type]
    update = read_again(HELD, read, answer(last_modified=""), ARTICLE, now)
    changed = replace(ARTICLE, **changes, updated=now, url="https://echo.example/b")  # type: ignore[arg-type]
    assert update.article == changed
    assert update.page == replace(
        HELD,
        version=changed.version,
        etag='"2"',
        last_modified="",
        checked=now,
        due=now + HOUR,
    )


def test_a_page_that_only_we_read_otherwise_has_not_changed() -> None:
    now = FOUND + HOUR
    read = replace(READ, text=f"{TEXT} No more.")
    old = replace(HELD, read_by=READING_VERSION - 1)
    update = read_again(old, read, answer(), ARTICLE, now)
    article = replace(ARTICLE, text=read.text)
    assert (update.article, update.what) == (article, READ_ANEW)
    assert (update.page.read_by, update.page.reread) == (READING_VERSION, article.version)
    # What it says the next time otherwise is a change again.
    more = replace(read, text=f"{read.text} Nor less.")
    again = read_again(update.page, more, answer(), article, now + HOUR)
    assert again.article is not None
    assert (again.article.updated, again.what) == (now + HOUR, "")
    # Unchanged, it was not read: the next time that it is read counts.
    assert unchanged(old, NotModified("", '"2"', "then"), ARTICLE, now).page.read_by == old.read_by


SOUP = replace(READ, title="Nettle soup", text="Boil the nettles. Serve with an egg.")


def test_what_is_not_the_article_changes_nothing_but_since_when_it_was_not_there() -> None:
    now = FOUND + HOUR
    unchecked = replace(HELD, checked=now, why=ANOTHER, due=now + HOUR, unchecked_since=now)
    # Neither its ETag is kept, or it would be "unchanged" the next time, nor where it stands.
    moved = answer(url="https://echo.example/soup", to="https://echo.example/soup")
    assert read_again(HELD, SOUP, moved, ARTICLE, now) == Update(unchecked)
    later = now + DAY
    teaser = replace(READ, text="The bridge is closed. Subscribe to read on.")
    long = replace(ARTICLE, text=f"{TEXT} It was built in 1911. Buses go by way of Millgate.")
    page = read_again(unchecked, teaser, answer(), long, later).page
    assert (page.why, page.unchecked_since, page.etag) == (PART, now, '"1"')
    home = answer(url="https://echo.example/")
    assert read_again(HELD, replace(SOUP, address=home.url), home, ARTICLE, now).page.why == FRONT
    back = read_again(page, replace(READ, text=long.text), answer(), long, later).page
    assert (back.why, back.unchecked_since) == ("", None)


def test_after_a_week_people_should_look_themselves() -> None:
    page = refused(HELD, ANOTHER, FOUND).page
    assert not is_unchecked_for_long(page, FOUND + 6 * DAY)
    assert is_unchecked_for_long(page, FOUND + 7 * DAY)
    assert not is_unchecked_for_long(HELD, FOUND + 7 * DAY)


def test_a_moved_article_keeps_its_id_and_takes_its_new_address() -> None:
    now, there = FOUND + HOUR, "https://echo.example/b"
    read = replace(READ, address=there)
    update = read_again(HELD, read, answer('"1"', url=there, to=there), ARTICLE, now)
    article = replace(ARTICLE, url=there)
    assert update.article == article
    assert update.what == MOVED
    assert update.page == replace(
        HELD, asked=there, version=article.version, checked=now, due=now + HOUR
    )
    # A redirect for the time being moves nothing, unless the page itself says where it belongs.
    passing = read_again(HELD, read, answer('"1"', url=there), ARTICLE, now)
    assert passing == Update(replace(HELD, checked=now, due=now + HOUR))
    named = answer('"1"', url="https://echo.example/c")
    assert read_again(HELD, read, named, ARTICLE, now).article == article
    # Where it had moved to it is no more: it is looked for where it stood.
    assert gone(update.page, Gone(404), now).page.asked == URL


def test_a_new_page_that_shows_something_else_is_not_taken_and_tried_again() -> None:
    announced = replace(ITEM, title="Harbour master resigns", summary="He was 61.", text="")
    page = read_first(NEW, SOUP, answer(), announced, FOUND).page
    assert (page.state, page.why, page.due) == (State.FAILING, ELSE, FOUND + HOUR / 2)
    home = answer(url="https://echo.example/")
    assert read_first(NEW, READ, home, ITEM, FOUND).page.why == FRONT
    assert refused(NEW, "it shows a consent wall", FOUND).page.state is State.FAILING
    assert refused(NEW, "it shows “page not found”", FOUND).page.state is State.LEFT_OUT


def test_entries_of_a_liveblog_that_fall_off_its_page_are_held_on() -> None:
    first = "09:00 The bridge is closed.\n08:00 Cracks are found."
    held = replace(ARTICLE, text=first)
    now = FOUND + HOUR
    read = replace(READ, text="11:00 Buses wait.\n09:00 The bridge is closed.", liveblog=True)
    update = read_again(HELD, read, answer(), held, now)
    text = f"{read.text}\n08:00 Cracks are found."
    assert update.article == replace(held, text=text, updated=now)
    assert update.what == NEW_ENTRIES
    assert read_again(update.page, read, answer(), update.article, now).article is None
    mended = replace(read, text=read.text.replace("closed", "closed to lorries"))
    assert read_again(update.page, mended, answer(), update.article, now).what == ""


def test_young_pages_are_asked_for_every_hour_and_old_ones_once_a_day() -> None:
    for age, pause in ((HOUR, HOUR), (2 * DAY, 6 * HOUR), (30 * DAY, DAY)):
        now = FOUND + age
        assert unchanged(HELD, NotModified("", "", ""), ARTICLE, now).page.due == now + pause


def test_a_page_that_is_gone_is_withdrawn_the_second_time_a_day_later() -> None:
    now = FOUND + HOUR
    once = gone(HELD, Gone(410), now).page
    assert once == replace(HELD, checked=now, why="HTTP 410", gone_since=now, due=now + DAY)
    soon = now + DAY - 2 * HOUR
    assert gone(once, Gone(404), soon).page == replace(once, checked=soon, why="HTTP 404")
    later = now + DAY - HOUR  # asked each day at the same time, it may be some minutes early
    assert gone(once, Gone(410), later) == Update(
        replace(
            once,
            checked=later,
            state=State.WITHDRAWN,
            version=None,
            why="HTTP 410 since 02 March 2026",
            due=None,
        )
    )


def test_a_page_that_never_was_there_is_left_out() -> None:
    update = gone(NEW, Gone(404), FOUND)
    left = replace(NEW, state=State.LEFT_OUT, why="HTTP 404", checked=FOUND, due=None)
    assert update == Update(left)
    why = "behind a paywall"
    assert refused(NEW, why, FOUND) == Update(replace(left, why=why))


def test_a_page_that_fails_keeps_what_is_held_and_is_asked_again_less_and_less_often() -> None:
    now = FOUND + HOUR
    page = failed(HELD, Failed("HTTP 503 after 3 tries"), now).page
    assert page == replace(
        HELD,
        checked=now,
        why="HTTP 503 after 3 tries",
        failures=1,
        due=now + HOUR / 2,
        unchecked_since=now,
    )
    assert failed(page, Failed("timeout"), now).page.due == now + HOUR
    assert refused(HELD, "behind a paywall", now).page == replace(
        HELD, checked=now, why="behind a paywall", due=now + HOUR, unchecked_since=now
    )


def test_a_page_that_was_never_had_is_given_up_after_eight_failures() -> None:
    page = NEW
    states = []
    for n in range(8):
        page = failed(page, Failed("no such host"), FOUND + n * DAY).page
        states.append(page.state)
    assert states == [State.FAILING] * 7 + [State.LEFT_OUT]


def test_backoff_doubles_to_a_day_and_never_asks_sooner_than_it_was_told_to() -> None:
    waits = [backoff(failures, None) for failures in (1, 2, 5, 6, 7, 100)]
    assert waits == [HOUR / 2, HOUR, 8 * HOUR, 16 * HOUR, DAY, DAY]
    assert backoff(1, 7200) == 2 * HOUR
    assert backoff(1, 60) == HOUR / 2
    assert backoff(1, 1e9) == 7 * DAY


def test_a_feeds_words_are_held_until_the_page_can_be_had_and_that_is_no_change() -> None:
    tried = still_from_feed(NEW, "behind a paywall", FOUND)
    assert tried == replace(
        NEW, checked=FOUND, why="behind a paywall", failures=1, due=FOUND + HOUR / 2
    )
    update = told_by_feed(tried, ITEM, "echo.example", None, FOUND)
    article = replace(ARTICLE, source="echo.example", authors=())
    held = replace(tried, state=State.HELD, from_feed=True, article=URL, version=article.version)
    assert update == Update(held, article)
    assert told_by_feed(held, ITEM, "echo.example", article, FOUND + DAY) == Update(held)

    longer = replace(READ, text=f"{TEXT} And more.")
    update = read_again(held, longer, answer(), article, FOUND + DAY)
    assert update.article == replace(ARTICLE, text=longer.text)
    assert (update.page.from_feed, update.page.why, update.page.failures) == (False, "", 0)


def test_a_feed_that_changes_its_words_is_an_update_which_the_page_does_not_undo() -> None:
    held = told_by_feed(NEW, ITEM, "echo.example", None, FOUND)
    assert held.article
    now = FOUND + DAY
    corrected = replace(ITEM, text=TEXT.replace("31", "13"), published=now)
    update = told_by_feed(held.page, corrected, "echo.example", held.article, now)
    assert update.article == replace(held.article, text=corrected.text, updated=now)
    teaser = replace(corrected, text="The bridge is closed…")
    assert told_by_feed(update.page, teaser, "echo.example", update.article, now).article is None
    read = replace(READ, text=f"{corrected.text} And more.")
    again = read_again(update.page, read, answer(), update.article, now + DAY).article
    assert again
    assert again.updated == now


def test_a_date_that_has_not_come_is_none() -> None:
    item = replace(ITEM, published=FOUND + 3 * DAY)
    article = told_by_feed(NEW, item, "echo.example", None, FOUND).article
    assert article
    assert article.published is None


def test_a_dead_feed_is_failing_since_its_first_failure_and_keeps_its_pace() -> None:
    feed = Source("bridge", URL, URL, FOUND, "RSS", '"1"', "then", FOUND, FOUND)
    first = source_failed(feed, Gone(404), HOUR, FOUND + HOUR)
    assert first == replace(
        feed,
        checked=FOUND + HOUR,
        failing_since=FOUND + HOUR,
        failures=1,
        result="HTTP 404",
        due=FOUND + 2 * HOUR,
    )
    second = source_failed(first, Failed("HTTP 429", 4 * 3600), HOUR, FOUND + 2 * HOUR)
    assert second == replace(
        first, checked=FOUND + 2 * HOUR, failures=2, result="HTTP 429", due=FOUND + 6 * HOUR
    )


@pytest.mark.parametrize(
    ("facts", "corrected"),
    [
        ({"authors": ("Ines Holt",)}, {"authors": ("Ines Holt",)}),
        ({"authors": ()}, {}),
        ({"published": FOUND - 168 * HOUR}, {"published": FOUND - 168 * HOUR}),
        ({"published": FOUND - 168 * HOUR, "guessed": True}, {}),
        ({"published": FOUND + HOUR}, {}),
        ({"published": None}, {}),
        ({"modified": FOUND + HOUR}, {}),
    ],
)
def test_a_corrected_byline_or_date_is_taken_and_no_word_has_changed(
    facts: dict[str, object], corrected: dict[str, object]
) -> None:
    now = FOUND + 16 * HOUR
    read = replace(READ, **facts)  # type: ignore[arg-type]
    update = read_again(HELD, read, answer(), ARTICLE, now)
    article = replace(ARTICLE, **corrected) if corrected else None  # type: ignore[arg-type]
    assert update.article == article
    assert update.page.version == (article or ARTICLE).version
    assert update.what == ("corrected" if corrected else "")


def test_a_change_has_the_day_that_its_page_gives_it_and_an_old_one_is_not_this_changes() -> None:
    now, told = FOUND + 72 * HOUR, FOUND + 48 * HOUR
    read = replace(READ, text=f"{TEXT} It opens in May.", modified=told)
    first = read_again(HELD, read, answer(), ARTICLE, now).article
    assert first is not None
    assert (first.modified, first.updated) == (told, now)
    again = replace(read, text=f"{TEXT} It opens in June.")
    second = read_again(HELD, again, answer(), first, now + 24 * HOUR).article
    assert second is not None
    assert (second.modified, second.updated) == (None, now + 24 * HOUR)


def test_outlets_in_a_feed_are_not_its_articles_authors() -> None:
    item = replace(ITEM, authors=("The Echo", "Ines B. Holt", "Newsroom"))
    article = told_by_feed(NEW, item, "The Echo", None, FOUND).article
    assert article is not None
    assert article.authors == ("Ines B. Holt",)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (
            "Die Brücke im Hafen bleibt bis Montag gesperrt, sagte die Bürgermeisterin. " * 4,
            "",
            "de",
        ),
        # Templates call anything English; many clear words tell better.
        ("Die Brücke im Hafen bleibt bis Montag gesperrt, sagte sie. " * 5, "en-US", "de"),
        ("Kiel: 4-2.", "de-DE", "de"),
        ("Kiel: 4-2.", "", "en"),
        (TEXT, "xx", "en"),
    ],
)
def test_a_page_is_in_the_language_of_its_words_or_the_one_that_it_declares(
    text: str, declared: str, language: str
) -> None:
    read = replace(READ, text=text, language=declared)
    update = read_first(NEW, read, answer(), None, FOUND)
    assert update.article is not None
    assert update.article.language == language
