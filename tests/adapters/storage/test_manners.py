"""How a channel is answered is kept for all its threads, until it is as everywhere again."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from adapters.storage.catalog import open_catalog
from adapters.storage.manners import StoredManners
from bot.manners import Askers, Group, Hears, Manner, Where
from bot.places import Place

NOW = datetime(2026, 3, 4, tzinfo=UTC)
NEWS, SPORTS = Place("discord", "1", "2"), Place("discord", "1", "3")


def test_what_is_set_for_a_channel_is_kept_for_it_and_its_threads(tmp_path: Path) -> None:
    set_ = Manner(Hears.EVERY, Where.THREAD, Askers(True, (Group("7", "Night desk"),)))
    with closing(open_catalog(None, tmp_path)) as catalog:
        manners = StoredManners(catalog.database)
        assert (manners.manner(NEWS), manners.hears_somewhere("discord")) == (Manner(), False)
        manners.set_manner(NEWS, set_, NOW)
    with closing(open_catalog(None, tmp_path)) as catalog:
        manners = StoredManners(catalog.database)
        assert manners.manner(Place("discord", "1", "2", thread="9")) == set_
        assert manners.manner(SPORTS) == Manner()
        assert manners.hears_somewhere("discord")
        assert not manners.hears_somewhere("slack")
        manners.set_manner(NEWS, Manner(where=Where.THREAD), NOW)
        assert manners.manner(NEWS) == Manner(where=Where.THREAD)
        assert not manners.hears_somewhere("discord")
        manners.set_manner(NEWS, Manner(), NOW)
        assert manners.manner(NEWS) == Manner()
