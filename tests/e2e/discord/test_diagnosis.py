"""`pullquote doctor` says of Discord what is wrong and what to do, and never a token."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.cli.diagnosis import examine
from adapters.discord.diagnosis import discord_checks
from adapters.discord.message_content import WHERE_TO_GRANT
from adapters.service.checks import Check
from adapters.settings import Settings
from adapters.storage.catalog import open_catalog
from adapters.storage.manners import StoredManners
from bot.manners import Hears, Manner
from bot.places import Place
from tests.e2e.command import ROOT, run_in
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.running import settings_for
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import free_port

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def checked(local: LocalDiscord, data: Path, **more: Any) -> dict[str, Check]:
    """By part."""
    found = discord_checks(settings_for(local, data, **more))
    assert local.token not in str(found)
    return {check.part.removeprefix("discord "): check for check in found}


def test_a_bot_that_is_set_up_is_in_order(local_discord: LocalDiscord, tmp_path: Path) -> None:
    register(local_discord)
    found = checked(local_discord, tmp_path)
    assert list(found) == ["token", "interactions", "message content", "gateway", "commands"]
    assert all(check.good for check in found.values()), found
    assert local_discord.identifies == []


def test_without_a_token_nothing_is_asked(tmp_path: Path) -> None:
    assert discord_checks(Settings(data=tmp_path)) == []


def test_a_refused_token_is_all_that_is_said(local_discord: LocalDiscord, tmp_path: Path) -> None:
    local_discord.revoke_token()
    found = discord_checks(settings_for(local_discord, tmp_path))
    assert found == [
        Check(
            "discord token",
            False,
            "DISCORD_TOKEN is refused by Discord",
            "make a new one with Bot → Reset Token on discord.com/developers/applications",
        )
    ]


def test_the_message_content_intent_is_asked_for_where_a_channel_needs_it(
    local_discord: LocalDiscord, tmp_path: Path
) -> None:
    settings = settings_for(local_discord, tmp_path)

    def content(listens: bool | None = None, **more: Any) -> Check:
        found = discord_checks(settings.model_copy(update=more), listens)
        [check] = [one for one in found if one.part == "discord message content"]
        return check

    assert content(listens=False).good
    missing = content(listens=True)
    assert (missing.good, missing.to_do) == (False, WHERE_TO_GRANT)
    assert not content(discord_message_content="on").good
    assert content(listens=True, discord_message_content="off").good
    local_discord.grant_message_content()
    assert content(listens=True).state == "granted"
    with closing(open_catalog(None, tmp_path)) as catalog:
        listening = Place("discord", "1", "2")
        StoredManners(catalog.database).set_manner(listening, Manner(Hears.EVERY), NOW)
    local_discord.grant_message_content(False)
    found = {one.part: one.good for one in examine(settings)}
    assert found["discord message content"] is False


def test_a_discord_that_is_away_is_said_to_be(local_discord: LocalDiscord, tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/api/v10"
    found = checked(local_discord, tmp_path, discord_api_url=nowhere)
    assert list(found) == ["token"]
    assert found["token"].state.startswith("Discord can't be asked (ClientConnector")


def test_a_gateway_that_cannot_be_reached_is_named(
    local_discord: LocalDiscord, tmp_path: Path
) -> None:
    nowhere = f"ws://127.0.0.1:{free_port()}/"
    found = checked(local_discord, tmp_path, discord_gateway_url=nowhere)
    assert found["gateway"].state.startswith("can't be reached")
    local_discord._gateway.starts = 3
    found = checked(local_discord, tmp_path)
    assert "3 of 1,000 starts left for 24.0 hours" in found["gateway"].state


def test_commands_that_are_missing_changed_or_stale_are_named(
    local_discord: LocalDiscord, tmp_path: Path
) -> None:
    register(local_discord)
    ask, *others = local_discord.commands()
    rest = [one for one in others if one["name"] != "help"]
    stale = rest[0] | {"name": "older"}
    local_discord.register([ask | {"description": "Something else"}, *rest, stale])
    found = checked(local_discord, tmp_path)["commands"]
    assert found.state == f"missing: help; changed: {ask['name']}; stale: older"
    assert found.to_do == "run: pullquote discord sync"


def test_doctor_asks_discord_where_a_token_is_set(
    local_discord: LocalDiscord, tmp_path: Path
) -> None:
    local_discord.revoke_token()
    found = examine(settings_for(local_discord, tmp_path))
    assert [one.good for one in found if "discord" in one.part] == [False]


def test_the_commands_of_one_server_are_cleared(
    local_discord: LocalDiscord, tmp_path: Path
) -> None:
    pullquote = run_in(
        ROOT,
        tmp_path,
        DISCORD_TOKEN=local_discord.token,
        PULLQUOTE_DISCORD_API_URL=local_discord.api_url,
    )
    guild = local_discord.add_guild("Desk")
    register(local_discord)
    before = local_discord.commands()
    local_discord.register(before, guild)
    outcome = pullquote("discord", "sync", "--guild", guild, "--clear")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"no commands of its own in server {guild} any more\n"
    assert local_discord.commands(guild) == []
    assert local_discord.commands() == before
    refused = pullquote("discord", "sync", "--clear")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "--guild ID" in refused.err
