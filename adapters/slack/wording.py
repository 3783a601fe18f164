"""The sentences that only Slack's people read: how to ask there, and why something can't be."""

from adapters.slack.manifest import manifest
from bot.conversation import type_
from bot.documents.tree import CommandLine, Line, line

CLOSE = "Close"
LOADING = "One moment…"

LOOKING = "is looking for quotes…"  # after the bot's name, as Slack shows a status
LOOKING_PRIVATELY = "Looking for quotes…"
NOT_ANSWERED_THERE = "I can't post where you asked: {why}. You can ask me here."
SHARED = "Shared in the channel."
ALREADY_SHARED = "This was shared already."
NOT_SHARED = "This can't be shared here: {why}."
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


def typed(command: CommandLine) -> str:
    """The command as somebody types it: one that the manifest doesn't name stands behind
    /pullquote."""
    name = f"/{command.command}"
    if name not in manifest().commands:
        name = f"/pullquote {command.command}"
    return " ".join(filter(None, (name, *(value for _, value in command.arguments))))


# Slack's codes that mean that nothing can be posted there: docs.slack.dev, chat.postMessage.
_WHY_NOT = {
    "not_in_channel": "I am not in the channel; add me with /invite",
    "channel_not_found": "the channel is gone, or I am not in it any more",
    "is_archived": "the channel is archived",
    "is_inactive": "the channel is inactive",
    "missing_scope": "the app may not post; an admin of the workspace has to install it again",
    "no_permission": "the app may not post; an admin of the workspace has to install it again",
    "not_installed": "the app was removed from the workspace",
    "restricted_action": "an admin of the workspace has limited who may post there",
    "restricted_action_thread_locked": "the thread is locked",
    "thread_locked": "the thread is locked",
    "cannot_reply_to_message": "this message takes no replies",
    "thread_not_found": "the thread is gone",
    "message_not_found": "the message is gone",
    "team_access_not_granted": "the app may not post in that workspace",
    "user_not_found": "the person is not in this workspace any more",
    "user_disabled": "the person is not in this workspace any more",
    "cannot_dm_bot": "a bot gets no messages from me",
    "msg_too_long": "Slack finds the message too long",
    "msg_blocks_too_long": "Slack finds the message too long",
    "invalid_blocks": "Slack does not take how the message is built",
    "invalid_blocks_format": "Slack does not take how the message is built",
}


def why_not(code: str) -> str:
    """Why nothing can be posted somewhere, with Slack's word for it."""
    # restricted_action_read_only_channel and its like are kinds of restricted_action.
    kind = "restricted_action" if code.startswith("restricted_action") else code
    why = _WHY_NOT.get(code) or _WHY_NOT.get(kind, "Slack refuses it")
    return f"{why} (Slack says: {code})"
