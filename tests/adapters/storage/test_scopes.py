"""A channel follows the stories that were chosen for it, until somebody chooses others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from adapters.storage.database import Database
from adapters.storage.scopes import StoredScopes
from bot.memory import Scopes
from bot.places import Place

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
PLACE = Place("slack", "T1", "C1")


@pytest.fixture
def scopes(database: Database) -> Scopes:
    return StoredScopes(database)


def test_a_channel_follows_what_was_chosen_last(scopes: Scopes) -> None:
    assert scopes.scope(PLACE) is None
    scopes.set_scope(PLACE, ["nato", "bridge", "nato"], NOW)
    assert scopes.scope(PLACE) == frozenset({"nato", "bridge"})
    scopes.set_scope(PLACE, {"naïve-story"}, NOW)
    assert scopes.scope(PLACE) == frozenset({"naïve-story"})
    scopes.set_scope(PLACE, (), NOW)
    assert scopes.scope(PLACE) == frozenset()
    scopes.set_scope(PLACE, None, NOW)
    assert scopes.scope(PLACE) is None
    scopes.set_scope(PLACE, None, NOW)
    assert scopes.scope(PLACE) is None


@pytest.mark.parametrize(
    "elsewhere",
    [Place("discord", "T1", "C1"), Place("slack", "T2", "C1"), Place("slack", "T1", "C2")],
)
def test_another_channel_does_not_follow_it_too(scopes: Scopes, elsewhere: Place) -> None:
    scopes.set_scope(PLACE, ["nato"], NOW)
    assert scopes.scope(elsewhere) is None
    scopes.set_scope(elsewhere, ["bridge"], NOW)
    scopes.set_scope(elsewhere, None, NOW)
    assert scopes.scope(PLACE) == frozenset({"nato"})


def test_of_managers_who_choose_at_once_one_has_the_last_word(scopes: Scopes) -> None:
    def choose(n: int) -> None:
        scopes.set_scope(PLACE, [f"story-{n}", f"too-{n}"], NOW)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(choose, range(40)))
    assert scopes.scope(PLACE) in [frozenset({f"story-{n}", f"too-{n}"}) for n in range(40)]
