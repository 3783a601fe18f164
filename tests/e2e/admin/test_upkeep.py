"""What somebody at the desk sees of sources, gaps and corrections, and changes there."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.open_questions import StoredQuestions
from adapters.storage.sent_corrections import StoredSentCorrections
from bot import gaps_wording, tracking_wording
from bot.gaps import OpenQuestion
from bot.notices import SentCorrection
from bot.places import DESK, Place
from tests.e2e.admin.conftest import AFTER, BEFORE, CORRECTED, DeskRoom
from tests.e2e.admin.desk_client import DeskClient, Page
from tests.e2e.admin.test_pages import kept
from tests.e2e.tracked import Newsroom, newsroom

AT = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


@dataclass
class AtWork:
    """Somebody at the page of a newsroom that may track a paper on localhost."""

    newsroom: Newsroom
    somebody: DeskClient


@pytest.fixture
def at_work(shipped: Path, tmp_path: Path) -> Iterator[AtWork]:
    with newsroom(shipped, tmp_path) as made:
        settings = {**made.settings, "data": made.data}
        with DeskRoom(tmp_path).serve(**settings) as served:
            yield AtWork(made, served.signed_in())


def choices(page: Page) -> dict[str, str]:
    """What the buttons of a proposal send, by their labels."""
    pairs = re.findall(r'name="action" value="([^"]+)"><button[^>]*>([^<]+)<', page.html)
    return {label: action for action, label in pairs}


def test_a_source_is_looked_at_shown_confirmed_listed_and_removed(at_work: AtWork) -> None:
    desk, feed = at_work.somebody, at_work.newsroom.feed
    page = desk.post("/sources/add", url=f" {feed} ", story="ferry")
    assert page.status == 200
    assert "Ferry to Saltholm" in page.text
    assert feed not in at_work.newsroom.story
    done = desk.post("/press", action=choices(page)[tracking_wording.TRACK_IT()])
    assert done.status == 200
    assert feed in at_work.newsroom.story
    listed = desk.get("/sources")
    assert "not asked yet" in listed.text
    assert "127.0.0.1/" in listed.text
    # The form that was confirmed does nothing a second time.
    again = desk.post("/press", action=choices(page)[tracking_wording.TRACK_IT()])
    assert again.status == 400
    removed = desk.post("/sources/remove", url=feed, story="ferry")
    assert feed in at_work.newsroom.story
    assert desk.post("/press", action=choices(removed)[tracking_wording.END_IT()]).status == 200
    assert feed not in at_work.newsroom.story


def test_what_is_left_or_cant_be_tracked_changes_nothing_and_says_why(at_work: AtWork) -> None:
    desk, before = at_work.somebody, at_work.newsroom.story
    page = desk.post("/sources/add", url=at_work.newsroom.feed, story="ferry")
    left = desk.post("/press", action=choices(page)[tracking_wording.CANCEL()])
    assert tracking_wording.NOTHING_CHANGED() in left.text
    gone = at_work.newsroom.site.url("/gone")
    for url, story, said in (
        ("", "ferry", "Write the address"),
        ("ftp://paper.example/", "ferry", "http"),
        (gone, "ferry", "404"),
        (at_work.newsroom.feed, "no-such-story", "no-such-story"),
    ):
        page = desk.post("/sources/add", url=url, story=story)
        assert (page.status, said in page.text) == (400, True), page.text
        assert 'aria-describedby="add-error url-hint" aria-invalid="true"' in page.html
        assert f'value="{url}"' in page.html
    assert desk.post("/sources/remove", url="https://x.example/", story="ferry").status == 400
    assert at_work.newsroom.story == before


def test_a_limited_story_gets_its_sources_at_the_desk_too(at_work: AtWork) -> None:
    page = at_work.somebody.post("/sources/add", url=at_work.newsroom.feed, story="hidden")
    assert page.status == 200
    assert tracking_wording.TRACK_IT() in choices(page)


def question(n: int, text: str, place: Place, **of: object) -> OpenQuestion:
    until = datetime(2099, 1, 1, tzinfo=UTC)
    return OpenQuestion(f"{n:032x}", place, "sweden-nato", text, AT, until, **of)  # type: ignore[arg-type]


def test_what_nothing_answered_is_listed_by_meaning_with_where_it_was_asked(
    own_room: DeskRoom,
) -> None:
    news, other = Place("slack", "T1", "C0NEWS"), Place("discord", "7", "42")
    with closing(open_catalog(None, own_room.data)) as catalog:
        questions = StoredQuestions(catalog.database)
        for n, (text, place) in enumerate(
            (
                ("what did the parade in Stockholm cost?", news),
                ("what did the Stockholm parade cost?", other),
                ("how much did the parade in Stockholm cost?", Place("slack", "T1", "D0ALICE")),
                ("<b>who baked the cake?</b>", news),
            )
        ):
            questions.keep(question(n, text, place))
    with own_room.serve(keep_questions="on") as served:
        desk = served.signed_in()
        page = desk.get("/gaps")
        # What is asked here is never kept, whatever holds in channels.
        asked = desk.post("/ask", question="which ice cream did the mayor of Lisbon prefer?")
        assert asked.status == 200
        after = desk.get("/gaps")
    assert page.status == 200
    assert gaps_wording.asked_often(3, "9 March 2026", "9 March 2026") in page.text
    assert "slack:C0NEWS (1)" in page.text
    assert "discord:42 (1)" in page.text
    assert "to one person alone (1)" in page.text
    assert "D0ALICE" not in page.html
    assert "&lt;b&gt;who baked the cake?&lt;/b&gt;" in page.html
    assert "Lisbon" not in after.html
    with closing(open_catalog(None, own_room.data)) as catalog:
        kept_of_desk = catalog.database, StoredQuestions(catalog.database).keeps(DESK)
    assert kept_of_desk[1] is None


def corrected(catalog: Catalog, reply: str, at: datetime) -> SentCorrection:
    before, after = (one.article for one in catalog.history(CORRECTED))
    revisions = StoredHappenings(catalog.database).revisions(0, 100)
    [revision] = [
        one for one in revisions if (one.before, one.after) == (before.version, after.version)
    ]
    return SentCorrection(f"key of {reply}", reply, revision.id, 0, at)


def test_corrections_that_were_sent_show_when_where_and_the_old_and_new_words(
    own_room: DeskRoom,
) -> None:
    with closing(open_catalog(None, own_room.data)) as catalog:
        text = next(one.article for one in catalog.history(CORRECTED))
        start = text.text.index("A graduate")
        span = (start, text.text.index(".", start) + 1)
        replies, sent = StoredReplies(catalog.database), StoredSentCorrections(catalog.database)
        for n, place in enumerate((Place("slack", "T1", "C0NEWS"), Place("slack", "T1", "D0BOB"))):
            reply = kept(text.version, span, n=n, place=place, at=datetime.now(UTC))
            replies.keep(reply)
            sent.note(corrected(catalog, reply.id, AT))
    with own_room.serve() as served:
        desk = served.signed_in()
        page = desk.get("/corrections")
        none_older = desk.get("/corrections?page=2")
    words = page.text.replace("\xa0", " ")
    assert words.count("sent 9 March 2026 at 08:30 UTC") == 2
    assert "slack:C0NEWS" in words
    assert "to one person alone" in words
    assert "D0BOB" not in page.html
    assert words.count(BEFORE) == words.count(AFTER) == 2
    assert "No correction was sent yet" in none_older.text


def test_without_any_the_pages_say_when_there_will_be_some(somebody_new: DeskClient) -> None:
    assert "No correction was sent yet." in somebody_new.get("/corrections").text
    assert "types /questions on in a channel" in somebody_new.get("/gaps").text
    assert "No reply has been rated yet." in somebody_new.get("/verdicts").text


@pytest.fixture
def somebody_new(own_room: DeskRoom) -> Iterator[DeskClient]:
    with own_room.serve() as served:
        yield served.signed_in()
