"""A link to a tracked article is told of once, whoever dies when, and only where it may be."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest

from adapters.service.linked_notices import LinkedNotices, Linking
from adapters.service.notifying import Notifying
from adapters.storage.linked_pages import StoredPages
from adapters.storage.timelines import developments
from bot.desk import Desk
from bot.library import Library
from bot.linked import LinkDesk
from bot.notices import Switch
from bot.places import Place, allowed
from retrieval.articles import Article, Story
from retrieval.timeline import Development
from tests.adapters.noticed import CHANNEL, Killed, Post, World, world
from tests.adapters.storage.published import article

FERRY = article("ferry", "Two ferries now carry commuters across the river until midnight.", 2)
COPY = article("copy", FERRY.text, 3)
LINKING = Linking(CHANNEL, "17.5", ["https://other.example/", "http://ferry.example/?utm_id=1"])


@dataclass
class Served:
    """What is served now, as desk and library give it."""

    told: World

    def stories(self, place: Place) -> Mapping[str, Story]:
        return allowed(self.told.press.newest().stories(), place, None)

    def articles_in(self, story: str) -> Sequence[Article]:
        return self.told.press.newest().articles_in(story)

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]:
        return self.told.press.newest().articles_of(versions)

    def timeline(self, story: str) -> Sequence[Development]:
        catalog, press = self.told.catalog, self.told.press
        generation, found = catalog.current(), self.told.press.newest().stories()[story]
        assert generation is not None
        embed = press.embedder.embed_passages
        return developments(catalog, generation.id, press.embedder.model, found, embed)


def bot(told: World, owner: str = "a") -> Notifying:
    served = Served(told)
    desk = LinkDesk(cast(Desk, served), cast(Library, served), StoredPages(told.catalog.database))
    made = told.bot(owner)
    return replace(made, links=LinkedNotices("slack", lambda: desk, told.workers))


def hears(told: World, linking: Linking = LINKING, owner: str = "a") -> list[Post]:
    """What is posted once somebody wrote that."""

    async def run() -> None:
        notifying = bot(told, owner)
        await notifying.linked(linking)
        for task in list(notifying.telling):
            await task

    return told.seen(run())


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    """A channel where links are told of."""
    with world(tmp_path) as made:
        made.press.publish(FERRY)
        made.switches.set_on(CHANNEL, Switch.LINKS, True, made.now)
        yield made


def test_a_link_is_told_of_below_its_message_with_who_else_reports_it(told: World) -> None:
    told.press.publish(COPY)
    [post] = hears(told)
    assert (post.to.place, post.to.thread) == (CHANNEL, "17.5")
    assert f"> [{FERRY.text}]" in post.message
    assert "(Its text is as it was first read here.)" in post.message
    assert "also reported by [COPY](https://copy.example/)" in post.message
    assert hears(told) == []
    assert hears(told, replace(LINKING, message="18.1", thread="17.5")) == []


@pytest.mark.parametrize("where", ["posting", "posted"])
def test_whoever_dies_when_it_is_told_once(told: World, where: str) -> None:
    told.board.kill = where
    with pytest.raises(Killed):
        hears(told)
    assert hears(told, owner="b") == []
    told.lease_ends()

    async def resume() -> None:
        await bot(told, "b").look()

    told.seen(resume())
    told.lease_ends()
    told.seen(resume())
    assert len(told.board.posts) == 1


def test_nothing_is_told_where_it_is_off_or_may_not_be_spoken_of(told: World) -> None:
    assert hears(told, replace(LINKING, place=Place("slack", "T1", "C9"))) == []
    told.press.limit("bridge", "slack:C9")
    assert hears(told) == []
    told.switches.set_on(CHANNEL, Switch.LINKS, False, told.now)
    assert hears(told, replace(LINKING, message="19.1")) == []


def test_an_article_that_was_withdrawn_is_said_to_be_without_its_words(told: World) -> None:
    told.press.withdraw(FERRY)
    [post] = hears(told)
    assert "This article has been withdrawn." in post.message
    assert FERRY.text not in post.message
