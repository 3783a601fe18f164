"""A channel → what the bot lacks to begin threads there. Pure."""

import discord

from adapters.discord.wording import NO_THREADS_HERE, lacks_for_threads


def no_threads(client: discord.Client, channel: str) -> str:
    """The sentence that says why it can't, "" where it can."""
    there = client.get_channel(int(channel)) if channel.isdecimal() else None
    if isinstance(there, discord.ForumChannel):
        return ""  # every post is one
    if not isinstance(there, discord.TextChannel):
        return NO_THREADS_HERE()
    has = there.permissions_for(there.guild.me)
    needed = {
        "Create Public Threads": has.create_public_threads,
        "Send Messages in Threads": has.send_messages_in_threads,
    }
    missing = [name for name, held in needed.items() if not held]
    return lacks_for_threads(" and ".join(missing)) if missing else ""
