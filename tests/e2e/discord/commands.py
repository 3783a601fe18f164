"""A registered command and what a person fills in → the data of the interaction.

AssertionError where Discord's own client would not let them send it.
"""

from collections.abc import Mapping
from typing import Any

from tests.e2e.discord import permissions
from tests.e2e.discord.payloads import Payloads, context
from tests.e2e.discord.world import THREAD, Channel, Json, World

SUB_COMMANDS, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER = (1, 2), 3, 4, 5, 6, 7, 8, 10
CHAT_INPUT, ON_MESSAGE = 1, 3


def available(world: World, user: str, channel: Channel) -> list[tuple[Json, Json]]:
    """The commands in somebody's menu, each with its authorizing_integration_owners."""
    registered = [*world.commands.get("", [])]
    if channel.guild:
        registered += world.commands.get(channel.guild, [])
    found = []
    for command in registered:
        owners = _owners(world, user, channel, command)
        if owners and _may(world, user, channel, command):
            found.append((command, owners))
    return found


def _owners(world: World, user: str, channel: Channel, command: Json) -> Json:
    owners: Json = {}
    installs = command.get("integration_types") or [0]
    here = context(world, channel)
    if 0 in installs and channel.guild and world.bot_in(channel.guild):
        owners["0"] = channel.guild
    elif 0 in installs and here == 1:
        owners["0"] = "0"
    if 1 in installs and world.users[user].installed:
        owners["1"] = user
    return owners


def _may(world: World, user: str, channel: Channel, command: Json) -> bool:
    contexts = command.get("contexts")
    if contexts is not None and context(world, channel) not in contexts:
        return False
    needed = command.get("default_member_permissions")
    held = permissions.held(world, user, channel)
    if not channel.guild or held & permissions.BITS["administrator"]:
        return True
    if not held & permissions.BITS["use_application_commands"]:
        return False
    # "0" is for administrators only.
    return needed is None or (int(needed) != 0 and held & int(needed) == int(needed))


def _named(world: World, user: str, channel: Channel, name: str, kind: int) -> tuple[Json, Json]:
    menu = available(world, user, channel)
    for command, owners in reversed(menu):  # a guild's own command goes before a global one
        if (command["name"], command["type"]) == (name, kind):
            return command, owners
    registered = [c["name"] for commands in world.commands.values() for c in commands]
    raise AssertionError(
        f"{user} sees no command {name!r} in {channel.id}, only "
        f"{[command['name'] for command, _ in menu]}; registered: {registered}"
    )


def slash(
    world: World,
    payloads: Payloads,
    user: str,
    channel: Channel,
    name: str,
    filled: Mapping[str, Any],
    focused: str = "",
) -> tuple[Json, Json]:
    """(data, authorizing_integration_owners) of "ask" or "scope set". `focused` is the option that
    they are typing into; others may still be missing then."""
    first, *subs = name.split()
    command, owners = _named(world, user, channel, first, CHAT_INPUT)
    data: Json = {"id": command["id"], "name": first, "type": CHAT_INPUT}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    level, options = data, command.get("options") or []
    for sub in subs:
        found = [one for one in options if one["name"] == sub and one["type"] in SUB_COMMANDS]
        assert found, f"/{first} has no sub-command {sub!r}: {[one['name'] for one in options]}"
        inner: Json = {"type": found[0]["type"], "name": sub}
        level["options"] = [inner]
        level, options = inner, found[0].get("options") or []
    assert not any(one["type"] in SUB_COMMANDS for one in options), f"/{name} needs a sub-command"
    known = {one["name"]: one for one in options}
    assert filled.keys() <= known.keys(), f"/{name} has {sorted(known)}, not {sorted(filled)}"
    missing = [one["name"] for one in options if one.get("required") and one["name"] not in filled]
    assert focused or not missing, f"/{name} needs {missing}"
    resolved: Json = {}
    values = []
    for key, value in filled.items():
        if key == focused:
            assert known[key].get("autocomplete"), f"/{name} {key} completes nothing"
            values.append(
                {"type": known[key]["type"], "name": key, "value": value, "focused": True}
            )
        else:
            values.append(_value(world, payloads, channel, known[key], value, resolved))
    if values:
        level["options"] = values
    if resolved:
        data["resolved"] = resolved
    return data, owners


def _value(
    world: World, payloads: Payloads, channel: Channel, option: Json, value: Any, resolved: Json
) -> Json:
    kind, name = option["type"], option["name"]
    assert _fits(kind, value), f"{name}: {value!r}"
    if kind == STRING:
        shortest, longest = option.get("min_length", 0), option.get("max_length", 6000)
        assert max(1, shortest) <= len(value) <= longest, f"{name}: {len(value)} characters"
    elif kind in (INTEGER, NUMBER):
        least, most = option.get("min_value", value), option.get("max_value", value)
        assert least <= value <= most, f"{name}: {value}"
    if choices := [one["value"] for one in option.get("choices") or ()]:
        assert value in choices, f"{name}: {value!r} is none of {choices}"
    guild = world.guilds.get(channel.guild)
    if kind == USER:
        resolved.setdefault("users", {})[value] = payloads.user(value)
        if guild is not None and value in guild.members:
            resolved.setdefault("members", {})[value] = payloads.member(guild, value)
    elif kind == CHANNEL:
        there = world.channels[value]
        assert there.type in option.get("channel_types", [there.type]), f"{name}: {there}"
        held = permissions.held(world, world.bot, there)
        partial = payloads.channel(there) | {"permissions": str(held)}
        assert there.guild == channel.guild, f"{name}: a channel elsewhere"
        if there.type == THREAD:
            partial["parent_id"] = there.parent
        resolved.setdefault("channels", {})[value] = partial
    elif kind == ROLE:
        assert guild is not None, f"{name}: there are no roles here"
        resolved.setdefault("roles", {})[value] = payloads.role(guild.roles[value], 1)
    return {"type": kind, "name": name, "value": value}


def _fits(kind: int, value: object) -> bool:
    # Not isinstance: True is an int, too.
    return type(value) is {INTEGER: int, BOOLEAN: bool, NUMBER: float}.get(kind, str)


def on_message(
    world: World, payloads: Payloads, user: str, channel: Channel, name: str, message: str
) -> tuple[Json, Json]:
    """As slash, of a message context menu. The bot gets to read that message."""
    command, owners = _named(world, user, channel, name, ON_MESSAGE)
    shown = payloads.message(world.messages[message], full=True)
    data: Json = {
        "id": command["id"],
        "name": name,
        "type": ON_MESSAGE,
        "target_id": message,
        "resolved": {"messages": {message: shown}},
    }
    return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {}), owners
