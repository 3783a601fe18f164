"""The sentences that only Slack's people read: how to ask there, and why something can't be."""

from adapters.slack.manifest import manifest
from bot.conversation import type_
from bot.documents.tree import CommandLine, Line, line
from bot.language import Sentence, _

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


def typed(command: CommandLine) -> str:
    """The command as somebody types it: one that the manifest doesn't name stands behind
    /pullquote."""
    name = f"/{command.command}"
    if name not in manifest().commands:
        name = f"/pullquote {command.command}"
    return " ".join(filter(None, (name, *(value for _, value in command.arguments))))
