"""Whom news may ping is kept by channel, and what a follow wants of news with the follow."""

from dataclasses import replace
from datetime import UTC, datetime

from adapters.storage.catalog import Catalog
from adapters.storage.following import StoredFollows
from adapters.storage.pings import StoredPings
from adapters.storage.switches import StoredSwitches
from bot.following import Follow, Pace, Rhythm
from bot.notices import Switch
from bot.pings import Pinged
from bot.places import Place
from bot.wanted_words import WantedWords

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
HERE, THERE = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
DESK, SPORT = Pinged("S1", "@desk"), Pinged("S2", "@sport")


def test_whom_news_may_ping_is_of_one_channel_and_its_threads(catalog: Catalog) -> None:
    pings = StoredPings(catalog.database)
    pings.allow(HERE, SPORT, "U1", NOW)
    pings.allow(HERE, Pinged("S1", "@old"), "U1", NOW)
    pings.allow(HERE, DESK, "U2", NOW)
    assert pings.allowed(HERE) == [DESK, SPORT]
    assert pings.allowed(replace(HERE, thread="17.1")) == [DESK, SPORT]
    assert pings.allowed(THERE) == []
    assert pings.forbid(HERE, "S1")
    assert not pings.forbid(HERE, "S1")
    assert pings.allowed(HERE) == [SPORT]


def test_a_follow_keeps_its_words_and_whom_it_pings_until_it_is_set_anew(catalog: Catalog) -> None:
    follows = StoredFollows(catalog.database)
    words = WantedWords(("okinawa", "prime minister"), ("sport",), every=True)
    follow = Follow("f1", HERE, "bridge", Rhythm(Pace.NOW), "U1", NOW, 3, NOW)
    whole = replace(follow, words=words, ping=DESK)
    follows.follow(whole)
    assert follows.following(HERE) == [whole]
    follows.follow(replace(follow, id="f2"))
    assert follows.following(HERE) == [follow]


def test_what_is_off_until_somebody_switches_it_on_is_of_one_channel(catalog: Catalog) -> None:
    switches = StoredSwitches(catalog.database)
    assert not switches.is_on(HERE, Switch.LINKS)
    switches.set_on(HERE, Switch.LINKS, True, NOW)
    switches.set_on(HERE, Switch.LINKS, True, NOW)
    assert switches.is_on(HERE, Switch.LINKS)
    assert not switches.is_on(HERE, Switch.PUBLISH)
    assert not switches.is_on(THERE, Switch.LINKS)
    assert switches.is_on_somewhere("slack", Switch.LINKS)
    assert not switches.is_on_somewhere("discord", Switch.LINKS)
    switches.set_on(HERE, Switch.LINKS, False, NOW)
    assert not switches.is_on_somewhere("slack", Switch.LINKS)
