"""The sentences that only Slack's people read: how to ask there, and why something can't be."""

from adapters.slack.manifest import manifest
from bot.conversation import type_
from bot.documents.tree import CommandLine, Line, line
from bot.manners import Askers

CLOSE = "Close"
LOADING = "One moment…"

LOOKING = "is looking for quotes…"  # after the bot's name, as Slack shows a status
LOOKING_PRIVATELY = "Looking for quotes…"
SHARED = "Shared in the channel."
ALREADY_SHARED = "This was shared already."
NOT_OPENED = "The window could not be opened in time; press the button again."
ADMINS_ONLY = "Only admins of this workspace see what people thought of replies."
MANAGERS_ONLY = (
    "Only who created this channel and admins of the workspace can set its stories. Ask one of "
    "them, or see what is set with /pullquote scope."
)
TRACK_ADMINS_ONLY = "Only admins of the workspace can change what is tracked. Ask one of them."
CORRECTIONS_MANAGERS_ONLY = (
    "Only who created this channel and admins of the workspace can switch corrections on or off."
)
NOT_A_MEMBER = (
    "I can't post in this channel, since I am not in it. Add me with /invite, then type that "
    "again, or type it in a direct message to me."
)

_EXAMPLE = "who heads the command?"


def ways_to_ask(bot_name: str = "pullquote") -> tuple[tuple[Line, str], ...]:
    """What to type or press besides commands, and what it does."""
    return (
        (
            (type_("ask", question=_EXAMPLE),),
            "answers you alone; a button shares it in the channel",
        ),
        (line(f"@{bot_name} {_EXAMPLE}"), "answers in the thread, for everybody"),
        (line("a direct message"), "answers there; no command needed"),
        (
            line("a question in the answer's thread"),
            "stays with that story: “and how many troops?”",
        ),
        (
            line("⋮ › Find quotes for this message"),
            "looks for quotes about what somebody wrote",
        ),
    )


def kept_out(askers: Askers, *, here: bool) -> str:
    """To somebody who may not ask."""
    if askers.groups and here:
        sentence = (
            "Only people of certain groups may ask me in this channel. Who created it and admins "
            "of the workspace can change that with /pullquote askers."
        )
    elif here:
        sentence = (
            "Only members of this workspace may ask me in this channel: no guests and nobody from "
            "outside. Who created it and admins of the workspace can change that with /pullquote "
            "askers."
        )
    elif askers.groups:
        sentence = "Only people of certain groups may ask me. Ask an admin of this workspace."
    else:
        sentence = (
            "Only members of this workspace may ask me: no guests and nobody from outside. Ask an "
            "admin of this workspace."
        )
    return sentence


def typed(command: CommandLine) -> str:
    """The command as somebody types it: one that the manifest doesn't name stands behind
    /pullquote."""
    name = f"/{command.command}"
    if name not in manifest().commands:
        name = f"/pullquote {command.command}"
    return " ".join(filter(None, (name, *(value for _, value in command.arguments))))
