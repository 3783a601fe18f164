"""What everybody in a channel is told without having asked is in a language that they read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.language import speaking
from bot.wording import reason
from tests.adapters.noticed import CHANNEL, World, world
from tests.adapters.service.test_correcting import CORRECTED, PORT, SHIP, SIX
from tests.adapters.storage.published import article

PEACE = article("peace", "The pilots and the mayor made peace on Friday evening in the harbour.", 3)
DEPTH = article("depth", "Divers measured the depth of the channel below the bridge on Sunday.", 4)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.press.publish(SHIP, PORT)
        made.look()
        yield made


def test_news_are_in_the_language_of_who_asked_for_them_or_of_the_channel(told: World) -> None:
    told.board.languages["U1"] = "de"
    told.follow(person="U1")
    told.press.publish(PEACE)
    [news] = told.look()
    shown = news.message
    assert shown.startswith("(news) Neu in: ")
    assert PEACE.text in shown

    told.switches.set_language(CHANNEL, "ja", told.now)
    told.press.publish(DEPTH)
    told.passes(hours=1)
    [news] = told.look()
    assert news.message.startswith("(news) 新着: ")


def test_a_correction_is_in_the_language_of_the_answer(told: World) -> None:
    with speaking("fr"):
        told.shows(SHIP, SIX)
    told.press.publish(CORRECTED)
    [correction] = told.look()
    assert "Une phrase citée ici a changé dans son article." in correction.message


def test_why_a_channel_fell_quiet_is_told_to_who_asked_in_their_language(told: World) -> None:
    told.board.languages["U1"] = "es"
    told.follow(person="U1")
    told.board.refuses["C1"] = "I am not in the channel; add me with /invite (Slack says: x)"
    told.press.publish(PEACE)
    [quiet] = told.look()
    assert "no estoy en el canal; añádeme con /invite (Slack dice: x)" in quiet.message
    assert reason("I may not write there (Discord says: 50013)").startswith("I may not write")
