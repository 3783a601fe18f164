"""What is suggested has been asked, and is answered."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from adapters.storage.catalog import open_catalog
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.scopes import StoredScopes
from bot.ask import Bot
from bot.decide import Thresholds
from bot.desk import Desk
from bot.places import Place
from bot.suggestions import Suggestions
from retrieval.articles import Article
from tests.bot.test_desk import (
    JAPAN,
    NATO,
    NEWS,
    NOW,
    SECRET,
    Shelf,
    article,
    passages,
    quote,
)


@dataclass
class Kiosk:
    """The newest articles, and an index that is exchanged by hand."""

    articles: Sequence[Article]
    generation: str = "g1"
    looked_at: list[Collection[str]] = field(default_factory=list)

    def newest(self, stories: Collection[str], limit: int) -> Sequence[Article]:
        self.looked_at.append(frozenset(stories))
        return [one for one in self.articles if one.story in stories][:limit]


@dataclass
class Pane:
    """What is suggested in a channel, over a shelf that holds a quote of each story."""

    shelf: Shelf
    kiosk: Kiosk
    suggestions: Suggestions

    def show(self) -> list[tuple[str, str]]:
        return [(one.title, one.question) for one in self.suggestions.at(NEWS, NOW)]


@pytest.fixture
def pane(tmp_path: Path) -> Iterator[Pane]:
    found = [quote(article("dw")), quote(article("baltic", "nato")), quote(article("s", "secret"))]
    shelf, kiosk = Shelf(found), Kiosk([one.article for one in found])
    with closing(open_catalog(None, tmp_path)) as catalog:
        catalog.add_versions([(q.article, passages(q.article)) for q in found], NOW)
        bot = Bot(shelf, catalog, Thresholds(shown=0.3, claim=0.5))
        replies, scopes = StoredReplies(catalog.database), StoredScopes(catalog.database)
        desk = Desk(bot, catalog, replies, scopes, 3)
        yield Pane(shelf, kiosk, Suggestions(lambda: desk, lambda: kiosk.generation, kiosk.newest))


LATEST_JAPAN = (JAPAN.title, "What is the latest on the command in Japan?")


def test_what_is_suggested_is_answered_out_of_its_story(pane: Pane) -> None:
    # Only what may be spoken of there; the shelf's best quote is about Japan whatever is asked.
    assert pane.show() == [LATEST_JAPAN, (JAPAN.title, "How did the command in Japan unfold?")]
    pane.kiosk.generation = "g2"
    pane.shelf.found.reverse()
    assert [title for title, _ in pane.show()] == [NATO.title] * 2


def test_a_question_that_only_may_be_answered_is_not_suggested(pane: Pane) -> None:
    pane.shelf.found = [replace(one, confidence=0.4) for one in pane.shelf.found]
    assert pane.show() == []


def test_a_headline_is_suggested_only_where_it_is_a_question(pane: Pane) -> None:
    pane.kiosk.articles = [
        replace(article("a"), title="Command to open in May"),
        replace(article("b"), title="Who will lead the command?"),
    ]
    assert pane.show() == [LATEST_JAPAN, (JAPAN.title, "Who will lead the command?")]


def test_what_was_found_is_kept_until_there_is_another_generation(pane: Pane) -> None:
    first = pane.show()
    asked = len(pane.shelf.asked)
    assert pane.show() == first
    assert len(pane.shelf.asked) == asked
    pane.kiosk.generation = "g2"
    assert pane.show() == first
    assert len(pane.shelf.asked) > asked


def test_what_is_kept_for_one_place_is_never_suggested_where_it_may_not_be_spoken_of(
    pane: Pane,
) -> None:
    pane.shelf.found.reverse()
    desk = Place("slack", "T1", "C0DESK")
    assert SECRET.title in [one.title for one in pane.suggestions.at(desk, NOW)]
    assert SECRET.title not in repr(pane.show())
