"""Roles and what a channel denies → permission bits. Pure."""

from tests.e2e.discord.world import DM, GROUP, THREAD, Channel, World

BITS = {
    "administrator": 1 << 3,
    "manage_guild": 1 << 5,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_application_commands": 1 << 31,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
    "use_external_apps": 1 << 50,
}
ALL = (1 << 52) - 1

_PEOPLE = (
    "view_channel send_messages embed_links attach_files read_message_history "
    "use_application_commands create_public_threads send_messages_in_threads use_external_apps"
).split()
EVERYONE = sum(BITS[name] for name in _PEOPLE)
# The bot may ping everyone, so that a test notices when it does.
BOT = EVERYONE | BITS["mention_everyone"]


def bits(*names: str) -> int:
    """AssertionError for a name that isn't one."""
    unknown = [name for name in names if name not in BITS]
    assert not unknown, f"{unknown} are none of {sorted(BITS)}"
    return sum(BITS[name] for name in set(names))


def held(world: World, user: str, channel: Channel) -> int:
    """What somebody may do in a channel; 0 for whoever isn't in the guild."""
    if channel.type in (DM, GROUP):
        return EVERYONE if user in channel.members else 0
    guild = world.guilds[channel.guild]
    if user not in guild.members:
        return 0
    if user == guild.owner:
        return ALL
    granted = guild.roles[guild.id].permissions
    for role in guild.members[user]:
        granted |= guild.roles[role].permissions
    if granted & BITS["administrator"]:
        return ALL
    if user == world.bot:
        granted &= ~denied(world, channel)
    return granted


def denied(world: World, channel: Channel) -> int:
    """What the bot lacks; a thread inherits it from its channel."""
    if channel.type == THREAD:
        return channel.denied | world.channels[channel.parent].denied
    return channel.denied
