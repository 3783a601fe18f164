"""What a follower is told of new articles, and what of words that were quoted to them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.storage.catalog import open_catalog
from adapters.storage.happenings import StoredHappenings
from adapters.storage.scopes import StoredScopes
from bot.following import Follow, Pace, Rhythm
from bot.happenings import Revision
from bot.memory import KeptQuote, KeptReply
from bot.newsdesk import MOST_ITEMS, Newsdesk
from bot.notices import Correction, News
from bot.places import Place
from bot.wanted_words import WantedWords
from retrieval.articles import Article
from tests.adapters.storage.published import BRIDGE, NATO, NOW, Press, article

HERE, ELSEWHERE = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
FOLLOW = Follow("f", HERE, "bridge", Rhythm(Pace.NOW), "U1", NOW, 0, NOW)
STRUCK = "A container ship struck the harbour bridge late on Monday evening."
WIRE = (
    "Two ferries now carry commuters across the river until midnight, the mayor said. "
    "The city will pay for them through the summer. Buses run to both of the landings."
)
HELD = article("held", STRUCK)
FERRY = article("ferry", WIRE, 2)
CRANE = article("crane", "The largest floating crane on the coast arrived from New Jersey.", 3)


class Desk:
    """A newsdesk over a real catalog in which one article is held."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.scopes = StoredScopes(press.catalog.database)
        self.happenings = StoredHappenings(press.catalog.database)
        self.newsdesk = Newsdesk(press.newest(), self.scopes)
        press.publish(HELD)

    def news(self, *articles: Article, follow: Follow = FOLLOW) -> News | None:
        """What a follow is told of articles that come in now."""
        before = self.happenings.newest_arrival()
        self.press.publish(*articles)
        return self.newsdesk.news(follow, self.happenings.arrivals(follow.story, before, 99))

    def corrections(self, reply: KeptReply, revised: Article) -> tuple[Correction, ...]:
        """What a reply is told when an article reads otherwise."""
        before = self.press.held[revised.id].version
        self.press.publish(revised)
        return self.newsdesk.corrections(
            reply, Revision(1, revised.story, revised.id, before, revised.version, NOW)
        )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with closing(open_catalog(None, tmp_path)) as catalog:
        yield Desk(Press(catalog))


def told(news: News | None) -> list[tuple[str, list[str], list[str]]]:
    """Of each item its article, what it quotes, and where it is printed too."""
    assert news is not None
    return [
        (item.article.id, [q.text for q in item.quotes], [a.id for a in item.also_in])
        for item in news.items
    ]


def reply(*quotes: tuple[Article, str], shown: int | None = None) -> KeptReply:
    kept = []
    for quoted, words in quotes:
        start = quoted.text.index(words)
        kept.append(KeptQuote(quoted.version, start, start + len(words), (), 0.9, ()))
    count = len(kept) if shown is None else shown
    story = quotes[0][0].story
    return KeptReply("r", HERE, "1", "", "2", True, story, tuple(kept), NOW, count)


# ------------------------------------------------------------------------------- news


def test_a_follower_hears_only_of_articles_with_the_words_that_they_want(desk: Desk) -> None:
    cranes = replace(FOLLOW, words=WantedWords(("floating crane", "tugboat"), ("ferries",)))
    assert told(desk.news(CRANE, FERRY, follow=cranes)) == [("crane", [CRANE.text], [])]
    assert desk.news(article("box", "Divers found the black box.", 4), follow=cranes) is None
    headline = replace(article("tug", "It arrived at noon.", 5), title="A TUGBOAT for the harbour")
    assert [item[0] for item in told(desk.news(headline, follow=cranes))] == ["tug"]


def test_a_follower_is_told_what_each_new_article_adds_oldest_first(desk: Desk) -> None:
    adds = "Divers found the black box of the ship in the silt on Thursday."
    follow_up = article("box", f"{STRUCK} {CRANE.text} {adds}", 4)
    news = desk.news(follow_up, CRANE)
    assert told(news) == [("crane", [CRANE.text], []), ("box", [adds], [])]
    assert news is not None
    assert (news.story, news.more, news.follow) == (BRIDGE, 0, FOLLOW)
    [quote] = news.items[1].quotes
    start = follow_up.text.index(adds)
    assert (quote.article, quote.start, quote.end) == (follow_up, start, len(follow_up.text))
    assert quote.link.startswith("https://box.example/#:~:text=Divers")


def test_two_papers_that_print_one_wire_story_are_one_item(desk: Desk) -> None:
    daily = article("daily", f"{WIRE} ", 3)
    evening = article("evening", WIRE.replace("the summer", "this summer"), 4)
    [item] = told(desk.news(evening, daily, FERRY))
    assert (item[0], item[2]) == ("ferry", ["daily", "evening"])
    assert 1 <= len(item[1]) <= 2


def test_a_copy_of_what_the_story_held_is_nothing_new(desk: Desk) -> None:
    desk.press.publish(FERRY)
    assert desk.news(article("copy", WIRE.replace("both", "each"), 5)) is None
    assert told(desk.news(article("again", WIRE, 6), CRANE)) == [("crane", [CRANE.text], [])]


def test_an_article_that_says_nothing_new_is_named_without_a_quote(desk: Desk) -> None:
    # Too short to be called a copy: two papers may quote one person.
    short = article("short", "The container ship struck a bridge.", 2)
    assert told(desk.news(short)) == [("short", [], [])]


def test_what_has_no_room_is_counted_and_known_to_those_that_are_shown(desk: Desk) -> None:
    def numbered(n: int, says: str) -> Article:
        return article(f"n{n}", says, 2 + n)

    says = [
        "The governor asked Washington for sixty million dollars on Tuesday.",
        "Salvage crews cut the first girder loose at low tide on Wednesday.",
        "Insurers expect the largest marine claim that was ever filed.",
        "The National Guard lent four helicopters to the search on Friday.",
        "Longshoremen marched to the town hall and demanded their wages.",
        "A memorial of six crosses was raised beside the ramp on Sunday.",
        "Engineers published a drawing of the new span with taller piers.",
    ]
    more = len(says) - MOST_ITEMS
    news = desk.news(*(numbered(n, text) for n, text in enumerate(says)))
    assert news is not None
    assert news.more == more == 2
    assert told(news) == [(f"n{n}", [says[n]], []) for n in range(more, len(says))]
    # One that repeats what had no room adds nothing to it.
    desk.press.publish(without=[f"n{n}" for n in range(len(says))])
    again = [says[0], *says[2:], f"{says[0]} {says[1]}"]
    renamed = [replace(numbered(n, text), id=f"m{n}") for n, text in enumerate(again)]
    news = desk.news(*renamed)
    assert news is not None
    assert (told(news)[-1], news.more) == (("m6", [says[1]], []), 2)


def test_articles_without_a_date_come_last(desk: Desk) -> None:
    memorial = "A memorial of six crosses was raised beside the ramp on Sunday."
    undated = [
        replace(CRANE, id="b", published=None),
        replace(CRANE, id="a", published=None, text=memorial),
    ]
    news = desk.news(*undated, FERRY)
    assert [item[0] for item in told(news)] == ["ferry", "a", "b"]


def test_an_article_that_has_gone_again_is_not_told(desk: Desk) -> None:
    desk.press.publish(CRANE)
    arrivals = desk.happenings.arrivals("bridge", 1, 99)
    assert [one.article for one in arrivals] == ["crane"]
    assert told(desk.newsdesk.news(FOLLOW, arrivals)) == [("crane", [CRANE.text], [])]
    desk.press.publish(without=["crane"])
    assert desk.newsdesk.news(FOLLOW, arrivals) is None
    assert desk.newsdesk.news(FOLLOW, ()) is None


def test_an_article_is_told_as_it_reads_now(desk: Desk) -> None:
    desk.press.publish(CRANE)
    arrivals = desk.happenings.arrivals("bridge", 1, 99)
    now = replace(CRANE, text="The largest floating crane on the coast arrived from Virginia.")
    desk.press.publish(now)
    news = desk.newsdesk.news(FOLLOW, arrivals)
    assert told(news) == [("crane", [now.text], [])]


def test_nothing_is_told_of_a_story_that_may_not_be_spoken_of_there(desk: Desk) -> None:
    there = replace(FOLLOW, place=ELSEWHERE)
    assert told(desk.news(CRANE)) == [("crane", [CRANE.text], [])]
    desk.press.limit("bridge", ELSEWHERE.name)
    assert desk.news(FERRY) is None
    assert desk.news(article("n", "Longshoremen marched to the town hall.", 6), follow=there)
    desk.scopes.set_scope(ELSEWHERE, [NATO.slug], NOW)
    late = article("late", "The governor asked Washington for sixty million dollars.", 7)
    assert desk.news(late, follow=there) is None
    desk.press.stories = (NATO,)
    assert desk.news(article("later", "Insurers expect the largest claim.", 8)) is None


# ------------------------------------------------------------------------- corrections

SIX, FIVE = "Six workers are missing since then.", "Five workers are missing since then."
SHIP = article("ship", f"{STRUCK} {SIX}\n\nThe port is closed.")
PORT = article("port", "The mayor asked the city to pray. The school stays open.", 2)


@pytest.fixture
def quoting(desk: Desk) -> Desk:
    desk.press.publish(SHIP, PORT)
    return desk


def test_of_a_reply_each_sentence_that_changed_is_put_right_once(quoting: Desk) -> None:
    shown = reply((SHIP, STRUCK), (PORT, PORT.text), (SHIP, SIX), (SHIP, f"{STRUCK} {SIX}"))
    revised = replace(SHIP, text=SHIP.text.replace("Six", "Five").replace("Monday", "Tuesday"))
    struck = STRUCK.replace("Monday", "Tuesday")
    found = quoting.corrections(shown, revised)
    assert [(one.old, one.new and one.new.text) for one in found] == [
        (STRUCK, struck),
        (SIX, FIVE),
        (f"{STRUCK} {SIX}", f"{struck} {FIVE}"),
    ]
    assert {(one.story, one.article, one.withdrawn) for one in found} == {(BRIDGE, revised, False)}
    spans = [(one.new.start, one.new.end, one.new.text) for one in found if one.new]
    assert [revised.text[start:end] for start, end, _ in spans] == [text for *_, text in spans]


def test_what_a_reply_kept_back_is_not_put_right(quoting: Desk) -> None:
    shown = reply((SHIP, "The port is closed."), (SHIP, SIX), shown=1)
    assert quoting.corrections(shown, replace(SHIP, text=SHIP.text.replace("Six", "Five"))) == ()


def test_a_reply_that_quotes_an_earlier_version_is_put_right_too(quoting: Desk) -> None:
    shown = reply((SHIP, SIX))
    quoting.press.publish(replace(SHIP, text=f"{SHIP.text} More soon."))
    revised = replace(SHIP, text=f"{SHIP.text.replace('Six', 'Five')} More soon.")
    [found] = quoting.corrections(shown, revised)
    assert (found.old, found.new and found.new.text) == (SIX, FIVE)


def test_a_reply_whose_article_was_purged_has_nothing_to_be_put_right(quoting: Desk) -> None:
    shown = reply((SHIP, SIX))
    revised = replace(SHIP, text=STRUCK)
    assert [one.old for one in quoting.corrections(shown, revised)] == [SIX]
    gone = Revision(1, "bridge", "ship", SHIP.version, revised.version, NOW)
    assert quoting.newsdesk.corrections(shown, replace(gone, after="0" * 32)) == ()
    quoting.press.purge(revised)
    assert quoting.newsdesk.corrections(shown, gone) == ()
    assert quoting.newsdesk.corrections(shown, replace(gone, after="")) == ()


def test_a_withdrawn_article_is_told_once_however_much_of_it_was_quoted(quoting: Desk) -> None:
    shown = reply((SHIP, SIX), (PORT, PORT.text), (SHIP, SIX), (SHIP, STRUCK))
    gone = Revision(1, "bridge", "ship", SHIP.version, "", NOW)
    assert quoting.newsdesk.corrections(shown, gone) == (
        Correction(BRIDGE, SHIP, SIX, None, withdrawn=True),
    )


def test_a_headline_that_was_quoted_is_corrected_when_it_reads_otherwise(desk: Desk) -> None:
    shown = reply((HELD, STRUCK))
    quoted = replace(shown.quotes[0], start=0, end=0)
    shown = replace(shown, quotes=(quoted,))
    [told_of] = desk.corrections(shown, replace(HELD, title="Ship strikes bridge"))
    assert (told_of.old, told_of.new and told_of.new.text) == ("On held", "Ship strikes bridge")
    same = replace(HELD, title="Ship strikes bridge", text=f"{STRUCK} Nobody was hurt.")
    again = replace(shown, quotes=(replace(quoted, version=desk.press.held["held"].version),))
    assert desk.corrections(again, same) == ()
