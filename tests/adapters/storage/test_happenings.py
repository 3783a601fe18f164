"""What a new generation brought is noted once: what came in, what reads otherwise, what is gone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.storage.catalog import Catalog
from adapters.storage.happenings import StoredHappenings
from adapters.storage.sources import FetchedPage, State, StoredSources
from bot.happenings import Arrival, Happenings, Revision
from tests.adapters.storage.published import NATO, NOW, Press, article

SHIP = article("ship", "A container ship struck the bridge at night.")
PORT = article("port", "The port reopened in June after the wreck had been cleared.")
VOTE = article("vote", "Hungary's parliament voted for the accession.", story="nato")
CORRECTED = replace(SHIP, text="A cargo ship struck the bridge at night.")
MANY = 1_000


@pytest.fixture
def press(catalog: Catalog) -> Press:
    return Press(catalog)


@pytest.fixture
def happenings(catalog: Catalog) -> Happenings:
    return StoredHappenings(catalog.database)


def minute(n: int) -> object:
    """When the n-th generation was published."""
    return NOW + timedelta(minutes=n)


def arrived(happenings: Happenings, story: str = "bridge") -> list[tuple[str, object]]:
    return [(one.article, one.at) for one in happenings.arrivals(story, 0, MANY)]


def revised(happenings: Happenings) -> list[tuple[str, str, str, str, object]]:
    return [
        (one.story, one.article, one.before, one.after, one.at)
        for one in happenings.revisions(0, MANY)
    ]


def test_followers_hear_of_articles_in_the_order_in_which_they_came(
    press: Press, happenings: Happenings
) -> None:
    assert happenings.newest_arrival() == 0
    press.publish(VOTE, SHIP)
    press.publish(PORT)
    ship, vote, port = 1, 2, 3
    assert happenings.newest_arrival() == port
    came = [
        Arrival(ship, "bridge", "ship", NOW + timedelta(minutes=1)),
        Arrival(port, "bridge", "port", NOW + timedelta(minutes=2)),
    ]
    assert list(happenings.arrivals("bridge", 0, MANY)) == came
    assert list(happenings.arrivals("bridge", ship, port)) == came[1:]
    assert list(happenings.arrivals("bridge", 0, vote)) == came[:1]
    assert list(happenings.arrivals("bridge", port, MANY)) == []
    assert arrived(happenings, "nato") == [("vote", minute(1))]
    assert revised(happenings) == []


def test_followers_of_quotes_hear_of_what_reads_otherwise_and_of_what_was_withdrawn(
    press: Press, happenings: Happenings
) -> None:
    press.publish(SHIP, PORT)
    press.publish(CORRECTED)
    press.withdraw(PORT)
    changed = Revision(
        1, "bridge", "ship", SHIP.version, CORRECTED.version, NOW + timedelta(minutes=2)
    )
    gone = Revision(2, "bridge", "port", PORT.version, "", NOW + timedelta(minutes=3))
    assert list(happenings.revisions(0, MANY)) == [changed, gone]
    assert list(happenings.revisions(0, 1)) == [changed]
    assert list(happenings.revisions(1, MANY)) == [gone]
    assert [happenings.revision(n) for n in (1, 2, 3)] == [changed, gone, None]
    assert arrived(happenings) == [("port", minute(1)), ("ship", minute(1))]


def test_what_was_taken_out_of_the_corpus_or_purged_is_nobodys_business(
    press: Press, happenings: Happenings
) -> None:
    press.publish(SHIP, PORT, VOTE)
    press.publish(CORRECTED)
    press.publish(without=["port"])
    press.purge(CORRECTED)
    assert revised(happenings) == []
    # Of what was purged not even that it came is remembered.
    assert arrived(happenings) == [("port", minute(1))]
    assert happenings.newest_arrival() == 3
    assert arrived(happenings, "nato") == [("vote", minute(1))]


def test_a_page_that_its_story_names_no_more_was_not_withdrawn(
    press: Press, happenings: Happenings
) -> None:
    press.publish(SHIP)
    page = FetchedPage("bridge", SHIP.url, SHIP.url, "", State.HELD, NOW, article="ship")
    StoredSources(press.catalog.database).save((), [page], (), NOW)
    press.publish(without=["ship"])
    assert revised(happenings) == []


def test_a_page_that_only_was_read_otherwise_tells_nobody(
    press: Press, happenings: Happenings
) -> None:
    press.publish(SHIP)
    page = FetchedPage("bridge", SHIP.url, SHIP.url, "", State.HELD, NOW, article="ship")
    anew = replace(page, reread=CORRECTED.version)
    StoredSources(press.catalog.database).save((), [anew], (), NOW)
    press.publish(CORRECTED)
    assert revised(happenings) == []
    later = replace(CORRECTED, text="A cargo ship struck the bridge at dawn.")
    press.publish(later)
    assert revised(happenings) == [("bridge", "ship", CORRECTED.version, later.version, minute(3))]


def test_an_article_that_comes_back_is_no_news(press: Press, happenings: Happenings) -> None:
    press.publish(SHIP, PORT)
    press.publish(without=["port"])
    press.publish(PORT)
    press.withdraw(SHIP)
    press.publish(CORRECTED)
    assert arrived(happenings) == [("port", minute(1)), ("ship", minute(1))]
    assert revised(happenings) == [("bridge", "ship", SHIP.version, "", minute(4))]


def test_what_was_rolled_back_and_comes_again_is_no_news(
    press: Press, happenings: Happenings
) -> None:
    first = press.publish(SHIP)
    press.publish(PORT)
    press.roll_back(first, SHIP)
    press.publish(PORT, VOTE)
    assert arrived(happenings) == [("ship", minute(1)), ("port", minute(2))]
    assert arrived(happenings, "nato") == [("vote", minute(3))]
    assert revised(happenings) == []


def test_an_article_that_moved_to_another_story_reads_otherwise_and_is_no_news(
    press: Press, happenings: Happenings
) -> None:
    press.publish(SHIP)
    moved = replace(SHIP, story="nato")
    press.publish(moved)
    assert revised(happenings) == [("bridge", "ship", SHIP.version, moved.version, minute(2))]
    assert arrived(happenings, "nato") == []


def test_a_story_that_is_purged_takes_along_what_was_told_of_it(
    press: Press, happenings: Happenings
) -> None:
    press.publish(SHIP, VOTE)
    press.publish(CORRECTED, replace(VOTE, title="Hungary voted"))
    press.catalog.erasure.forget_story("bridge")
    assert arrived(happenings) == []
    assert arrived(happenings, "nato") == [("vote", minute(1))]
    assert [one[0] for one in revised(happenings)] == [NATO.slug]


def test_an_id_is_never_used_twice_though_the_newest_be_purged(
    press: Press, happenings: Happenings
) -> None:
    """Somebody has been told through it: what came under it again would go unheard."""
    press.publish(SHIP)
    press.publish(PORT)
    press.purge(PORT)
    press.publish(VOTE)
    [vote] = happenings.arrivals("nato", 0, MANY)
    assert (vote.id, happenings.newest_arrival()) == (3, 3)


def test_many_articles_at_once_are_noted_like_few(press: Press, happenings: Happenings) -> None:
    many = [article(f"a{n:04}", f"Report number {n}.") for n in range(1_200)]
    press.publish(*many)
    press.publish(*(replace(one, text=f"{one.text} Updated.") for one in many))
    assert [one for one, _ in arrived(happenings)][:600] == [one.id for one in many][:600]
    assert len(happenings.arrivals("bridge", 0, 9_999)) == 1_200
    assert [one.article for one in happenings.revisions(1_100, 9_999)] == [
        one.id for one in many[1_100:]
    ]


def test_who_reads_for_the_first_time_begins_at_the_newest(
    press: Press, happenings: Happenings
) -> None:
    assert happenings.cursor("slack") == 0
    press.publish(SHIP)
    press.publish(CORRECTED)
    press.publish(SHIP)
    # Who had begun before still has to read them.
    assert happenings.cursor("slack") == 0
    assert happenings.cursor("discord") == 2
    happenings.move_cursor("slack", 1)
    assert (happenings.cursor("slack"), happenings.cursor("discord")) == (1, 2)


def test_of_two_who_read_at_once_the_slower_does_not_turn_back_the_other(
    happenings: Happenings,
) -> None:
    happenings.cursor("slack")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: happenings.move_cursor("slack", n), [3, 9, 1, 7, 2, 8, 4, 6]))
    assert happenings.cursor("slack") == 9
    happenings.move_cursor("slack", 5)
    assert happenings.cursor("slack") == 9
    # One that has never been read is moved to where it is told to begin.
    happenings.move_cursor("new", 4)
    assert happenings.cursor("new") == 4
