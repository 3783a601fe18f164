"""Every command of the table can be typed in Slack, and nothing is offered that none answers."""

import pytest

from adapters.slack.commands import PULLQUOTE
from adapters.slack.listeners import ASK
from adapters.slack.manifest import manifest
from adapters.slack.wording import typed, ways_to_ask
from bot.commands.help import help_document
from bot.commands.table import COMMANDS
from bot.conversation import Door, type_
from bot.documents.tree import Bullets


def test_what_the_manifest_offers_is_in_the_table() -> None:
    offered = {name.removeprefix("/") for name in manifest().commands - {ASK, PULLQUOTE}}
    assert offered <= COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_written_as_it_can_be_typed(name: str) -> None:
    own = f"/{name}" in manifest().commands
    shown = typed(type_(name, story="sweden-nato", rhythm=""))
    assert shown == (f"/{name} sweden-nato" if own else f"/pullquote {name} sweden-nato")


def test_the_help_names_every_command_and_every_way_to_ask() -> None:
    document = help_document(Door("slack", ways_to_ask), COMMANDS.values())
    [form] = document.entries[0].forms
    [ways] = [block for block in form if isinstance(block, Bullets)]
    assert len(ways.items) == len(ways_to_ask()) + len(COMMANDS)
