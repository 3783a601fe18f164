"""The sentences that only Discord's people read: how to ask there, and what its notes say."""

from textwrap import shorten

from bot.conversation import type_
from bot.documents.tree import Line, line
from bot.manners import Askers

_LONGEST_THREAD_NAME = 100

NO_THREADS_HERE = "There are no threads in a channel of this kind."
OPEN = "open"  # the words of a link below a title that can't be one

SHARED = "Shared in the channel."
ALREADY_SHARED = "This was shared already."
NOT_SHARED = "This can't be shared here (Discord says: {error}): the bot may not write here."
QUESTION_GONE = "the question can't be read any more; ask it again, with /ask"
NOT_READABLE = (
    "I see no text in the message that you reacted to. Discord shows me the words of others only "
    "where I am mentioned or was granted that: choose Apps › Find quotes for this in the message's "
    "menu instead."
)
MANAGERS_ONLY = "Only who may manage the server can set the stories of its channels."
FOLLOW_MANAGERS_ONLY = "Only who may manage the server can set what its channels are told."
TRACK_MANAGERS_ONLY = "Only who may manage the server can change what is tracked."
FEEDBACK_MANAGERS_ONLY = "Only who may manage the server can see what people thought of replies."
ALL_STORIES = "All stories"
ALL_FOLLOWED = "All that are followed here"
USUAL_RHYTHMS = ("now", "daily at 09:00 UTC", "weekly on Monday at 09:00 UTC")


def lacks_for_threads(permissions: str) -> str:
    """Why answers can't stand in threads."""
    said = (
        "I may not begin threads in this channel, for I lack {permissions}. Once somebody who "
        "manages the server gives me that here, use this again."
    )
    return said.format(permissions=permissions)


def cant_hear() -> str:
    """Why nothing is heard that names nobody."""
    return (
        "Discord doesn't show me messages that don't mention me: whoever runs me has to switch on "
        "the Message Content Intent for me in Discord's Developer Portal, under Bot. Until then I "
        "answer mentions only."
    )


def kept_out(askers: Askers, *, here: bool) -> str:
    """To somebody who may not ask."""
    if askers.groups and here:
        sentence = (
            "Only people with certain roles may ask me in this channel. Who may manage the server "
            "can change that with /askers."
        )
    elif here:
        sentence = (
            "Only members of this server who have accepted its rules may ask me in this channel. "
            "Who may manage the server can change that with /askers."
        )
    elif askers.groups:
        sentence = "Only people with certain roles may ask me. Ask who manages the server."
    else:
        sentence = "Only members of a server that I am in may ask me. Ask who manages the server."
    return sentence


def thread_name(question: str) -> str:
    """What a thread is called that begins with an answer."""
    return shorten(" ".join(question.split()), _LONGEST_THREAD_NAME, placeholder="…") or "Pullquote"


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
