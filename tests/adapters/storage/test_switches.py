"""A channel is told of corrections until somebody there switches that off."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.storage.database import Database
from adapters.storage.switches import StoredSwitches
from bot.notices import Switches
from bot.places import Place

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
PLACE = Place("slack", "T1", "C1")


@pytest.fixture
def switches(database: Database) -> Switches:
    return StoredSwitches(database)


def test_corrections_are_told_until_they_are_switched_off_and_from_when_they_are_on_again(
    switches: Switches,
) -> None:
    assert switches.corrections(PLACE)
    for n, on in enumerate((False, False, True, True, False)):
        switches.set_corrections(PLACE, on, NOW + timedelta(minutes=n))
        assert switches.corrections(PLACE) is on


def test_what_one_channel_switches_off_the_others_are_still_told(switches: Switches) -> None:
    switches.set_corrections(PLACE, False, NOW)
    assert switches.corrections(Place("slack", "T1", "C2"))
    assert switches.corrections(Place("discord", "T1", "C1"))
    switches.set_corrections(Place("slack", "T1", "C2"), False, NOW)
    switches.set_corrections(Place("slack", "T1", "C2"), True, NOW)
    assert not switches.corrections(PLACE)


def test_two_workspaces_that_share_a_channel_share_its_switch(switches: Switches) -> None:
    switches.set_corrections(Place("slack", "T2", "C1"), False, NOW)
    assert not switches.corrections(PLACE)


def test_a_channel_speaks_the_language_that_was_chosen_last_until_it_is_taken_back(
    switches: Switches,
) -> None:
    assert switches.language(PLACE) == ""
    for n, language in enumerate(("de", "ja", "ja", "", "fr")):
        switches.set_language(PLACE, language, NOW + timedelta(minutes=n))
        assert switches.language(PLACE) == language
    assert switches.language(Place("slack", "T1", "C2")) == ""
    assert switches.language(Place("discord", "T1", "C1")) == ""
