"""Pullquote's Discord client with commands of a test, and the log lines that it writes."""

import contextlib
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any, cast

import structlog
from discord import AppCommandType, app_commands

from adapters.discord.client import Client, Heard, Pressed
from tests.e2e.discord import client_under_test
from tests.e2e.discord.client_under_test import Running
from tests.e2e.discord.local_discord import LocalDiscord

Lines = list[MutableMapping[str, Any]]
Tree = app_commands.CommandTree[Any]


@contextlib.contextmanager
def all_logged() -> Iterator[Lines]:
    """Every line, whatever level a command before this test has set."""
    before = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(0))
    try:
        with structlog.testing.capture_logs() as lines:
            yield lines
    finally:
        structlog.configure(wrapper_class=before)


@contextlib.contextmanager
def small_bot(
    local: LocalDiscord,
    add: Callable[[Tree], None],
    heard: Heard | None = None,
    pressed: Pressed | None = None,
) -> Iterator[tuple[Running, Lines]]:
    """Connected, its commands known to Discord."""

    def build() -> Client:
        client = Client(heard, pressed)
        client._connection.guild_ready_timeout = 0.05  # else two seconds
        add(client.tree)
        kinds = (AppCommandType.chat_input, AppCommandType.message)
        commands = [one for kind in kinds for one in client.tree.get_commands(type=kind)]
        local.register([dict(one.to_dict(client.tree)) for one in commands])
        return client

    with (
        all_logged() as lines,
        client_under_test.running(local, cast(Any, build)) as one,
    ):
        local.wait_for(lambda: one.client.is_ready())
        local.settle()
        yield one, lines
        local.settle()


def events(lines: Lines) -> list[str]:
    """Their names, in order."""
    return [str(line["event"]) for line in lines]
