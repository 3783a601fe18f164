"""The sentences that only Slack's people read: how to ask there, and why something can't be."""

from adapters.slack.manifest import manifest
from bot.commands.names import argument_name, command_name, typed_value
from bot.commands.table import COMMANDS
from bot.conversation import type_
from bot.documents.tree import CommandLine, Line, line
from bot.language import Sentence, _
from bot.manners import Askers

CLOSE = Sentence("Close")
LOADING = Sentence("One moment…")

LOOKING = Sentence("is looking for quotes…")  # after the bot's name, as Slack shows a status
LOOKING_PRIVATELY = Sentence("Looking for quotes…")
SHARED = Sentence("Shared in the channel.")
ALREADY_SHARED = Sentence("This was shared already.")
NOT_OPENED = Sentence("The window could not be opened in time; press the button again.")
ADMINS_ONLY = Sentence("Only admins of this workspace see what people thought of replies.")
QUESTIONS_ADMINS_ONLY = Sentence(
    "Only admins of this workspace can have questions kept, and read those that nothing answered."
)
MANAGERS_ONLY = Sentence(
    "Only who created this channel and admins of the workspace can set its stories. Ask one of "
    "them, or see what is set with /pullquote scope."
)
TRACK_ADMINS_ONLY = Sentence(
    "Only admins of the workspace can change what is tracked. Ask one of them."
)
CORRECTIONS_MANAGERS_ONLY = Sentence(
    "Only who created this channel and admins of the workspace can switch corrections on or off."
)
LANGUAGE_MANAGERS_ONLY = Sentence(
    "Only who created this channel and admins of the workspace can choose its language."
)
NOT_A_MEMBER = Sentence(
    "I can't post in this channel, since I am not in it. Add me with /invite, then type that "
    "again, or type it in a direct message to me."
)

_EXAMPLE = "who heads the command?"  # of stories in English


def ways_to_ask(bot_name: str = "pullquote") -> tuple[tuple[Line, str], ...]:
    """What to type or press besides commands, and what it does."""
    return (
        (
            (type_("ask", question=_EXAMPLE),),
            _("answers you alone; a button shares it in the channel"),
        ),
        (line(f"@{bot_name} {_EXAMPLE}"), _("answers in the thread, for everybody")),
        (line(_("a direct message")), _("answers there; no command needed")),
        (
            line(_("a question in the answer's thread")),
            _("stays with that story: “and how many troops?”"),
        ),
        (
            line(_("⋮ › Find quotes for this message")),
            _("looks for quotes about what somebody wrote"),
        ),
    )


def kept_out(askers: Askers, *, here: bool) -> str:
    """To somebody who may not ask."""
    if askers.groups and here:
        sentence = _(
            "Only people of certain groups may ask me in this channel. Who created it and admins "
            "of the workspace can change that with /pullquote askers."
        )
    elif here:
        sentence = _(
            "Only members of this workspace may ask me in this channel: no guests and nobody from "
            "outside. Who created it and admins of the workspace can change that with /pullquote "
            "askers."
        )
    elif askers.groups:
        sentence = _("Only people of certain groups may ask me. Ask an admin of this workspace.")
    else:
        sentence = _(
            "Only members of this workspace may ask me: no guests and nobody from outside. Ask an "
            "admin of this workspace."
        )
    return sentence


def typed(command: CommandLine) -> str:
    """The command as somebody types it: one that the manifest doesn't name stands behind
    /pullquote."""
    name = f"/{command.command}"
    if name not in manifest().commands:
        name = f"/pullquote {command_name(command.command)}"
    known = COMMANDS.get(command.command)
    named = known.names if known else ()
    values = (
        " ".join((*((argument_name(one),) if one in named else ()), typed_value(one, value)))
        for one, value in command.arguments
    )
    return " ".join(filter(None, (name, *values)))


def pings_managers_only() -> str:
    """That somebody else says that."""
    return _(
        "Only who created this channel and admins of the workspace can say whom news may ping."
    )


def groups_not_listed() -> str:
    """That the app lacks the scope."""
    return _(
        "I can't see the user groups of this workspace; an admin has to install the app again, "
        "with the permission usergroups:read"
    )


def no_groups_in_plan() -> str:
    """That Slack has none for workspaces that pay nothing."""
    return _("this workspace has no user groups: Slack has them only in its paid plans")
