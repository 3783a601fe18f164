"""The sentences that only Discord's people read: how to ask there, and what its notes say."""

from bot.conversation import type_
from bot.documents.tree import Line, line

OPEN = "open"  # the words of a link below a title that can't be one

SHARED = "Shared in the channel."
ALREADY_SHARED = "This was shared already."
NOT_SHARED = "This can't be shared here (Discord says: {error}): the bot may not write here."
QUESTION_GONE = "the question can't be read any more; ask it again, with /ask"
MANAGERS_ONLY = "Only who may manage the server can set the stories of its channels."
FOLLOW_MANAGERS_ONLY = "Only who may manage the server can set what its channels are told."
TRACK_MANAGERS_ONLY = "Only who may manage the server can change what is tracked."
FEEDBACK_MANAGERS_ONLY = "Only who may manage the server can see what people thought of replies."
ALL_STORIES = "All stories"
ALL_FOLLOWED = "All that are followed here"
USUAL_RHYTHMS = ("now", "daily at 09:00 UTC", "weekly on Monday at 09:00 UTC")


def ways_to_ask() -> tuple[tuple[Line, str], ...]:
    """What to type or press besides commands, and what it does."""
    return (
        (line(type_("ask", question="QUESTION")), "answers in the channel"),
        (line(type_("ask", question="QUESTION", story="STORY")), "looks in one story only"),
        (
            line(type_("ask", question="QUESTION", private="True")),
            "answers you alone; a button shares it in the channel",
        ),
        (line("@Pullquote who heads the command?"), "answers your message"),
        (line("a direct message"), "answers there; no command needed"),
        (line("a reply to an answer"), "stays with that story: “and how many troops?”"),
        (line("Apps › Find quotes for this"), "looks for quotes about what somebody wrote"),
    )


# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
_WHY_NOT = {
    10003: "the channel is gone",
    10004: "I am not in the server any more",
    50001: "I can't see the channel",
    50007: "the person takes no direct messages from me",
    50008: "nothing can be written in a channel of this kind",
    50013: "I may not write there",
    50083: "the thread is archived",
    50278: "I share no server with the person",
    160002: "I may not read what was written there before",
    160005: "the thread is locked",
}


def why_not(code: int) -> str:
    """Why nothing can be posted somewhere, with Discord's code for it."""
    return f"{_WHY_NOT.get(code, 'Discord refuses it')} (Discord says: {code})"


def pings_managers_only() -> str:
    """That somebody else says that."""
    return "Only who may manage the server can say whom news may ping."


def cant_ping(name: str) -> str:
    """That nobody would notice."""
    return (
        f"pinging {name} would reach nobody: let anybody mention the role, or give me “Mention "
        "@everyone, @here, and All Roles” here"
    )


def follow_managers_only() -> str:
    """What people may do for themselves all the same."""
    return (
        "Only who may manage the server can set what its channels are told. With “to: me” it is "
        "yours: you alone are told, in a direct message."
    )
