"""The sentences that only Discord's people read: how to ask there, and what its notes say."""

from textwrap import shorten

from bot.conversation import type_
from bot.documents.tree import Line, line
from bot.language import N_, Sentence, _
from bot.manners import Askers

OPEN = Sentence("open")  # the words of a link below a title that can't be one

SHARED = Sentence("Shared in the channel.")
ALREADY_SHARED = Sentence("This was shared already.")
NOT_SHARED = Sentence(
    "This can't be shared here (Discord says: {error}): the bot may not write here."
)
QUESTION_GONE = Sentence("the question can't be read any more; ask it again, with /ask")
MANAGERS_ONLY = Sentence("Only who may manage the server can set the stories of its channels.")
FOLLOW_MANAGERS_ONLY = Sentence(
    "Only who may manage the server can set what its channels are told."
)
TRACK_MANAGERS_ONLY = Sentence("Only who may manage the server can change what is tracked.")
FEEDBACK_MANAGERS_ONLY = Sentence(
    "Only who may manage the server can see what people thought of replies."
)
NOT_A_MEMBER = Sentence(
    "I can't post here by myself, since I am no member here. Use this in a server that I was added "
    "to, or in a direct message to me."
)
NO_PERMISSION = Sentence(
    "I may not post here by myself, for I lack {missing}. Once somebody who manages the server "
    "gives me that here, use this again."
)
QUESTIONS_MANAGERS_ONLY = Sentence(
    "Only who may manage the server can have questions kept, and read those that nothing answered."
)
ALL_STORIES = Sentence("All stories")
ALL_FOLLOWED = Sentence("All that are followed here")
NO_THREADS_HERE = Sentence("There are no threads in a channel of this kind.")
NOT_READABLE = Sentence(
    "I see no text in the message that you reacted to. Discord shows me the words of others only "
    "where I am mentioned or was granted that: choose Apps › Find quotes for this in the message's "
    "menu instead."
)
_LONGEST_THREAD_NAME = 100
USUAL_RHYTHMS = ("now", "daily at 09:00 UTC", "weekly on Monday at 09:00 UTC")


def lacks_for_threads(permissions: str) -> str:
    """Why answers can't stand in threads."""
    said = _(
        "I may not begin threads in this channel, for I lack {permissions}. Once somebody who "
        "manages the server gives me that here, use this again."
    )
    return said.format(permissions=permissions)


def cant_hear() -> str:
    """Why nothing is heard that names nobody."""
    return _(
        "Discord doesn't show me messages that don't mention me: whoever runs me has to switch on "
        "the Message Content Intent for me in Discord's Developer Portal, under Bot. Until then I "
        "answer mentions only. Type this again once it is on: I ask Discord anew each time."
    )


def set_to_hear_nothing() -> str:
    """That the operator doesn't want it."""
    return _(
        "Whoever runs me has set that Discord doesn't show me messages that don't mention me "
        "(discord_message_content): until that is changed I answer mentions only."
    )


def kept_out(askers: Askers, *, here: bool) -> str:
    """To somebody who may not ask."""
    if askers.groups and here:
        sentence = _(
            "Only people with certain roles may ask me in this channel. Who may manage the server "
            "can change that with /askers."
        )
    elif here:
        sentence = _(
            "Only members of this server who have accepted its rules may ask me in this channel. "
            "Who may manage the server can change that with /askers."
        )
    elif askers.groups:
        sentence = _("Only people with certain roles may ask me. Ask who manages the server.")
    else:
        sentence = _(
            "Only members of a server that I am in may ask me. Ask who manages the server."
        )
    return sentence


def thread_name(question: str) -> str:
    """What a thread is called that begins with an answer."""
    return shorten(" ".join(question.split()), _LONGEST_THREAD_NAME, placeholder="…") or "Pullquote"


def ways_to_ask() -> tuple[tuple[Line, str], ...]:
    """What to type or press besides commands, and what it does."""
    question, story = _("QUESTION"), _("STORY")
    return (
        (line(type_("ask", question=question)), _("answers in the channel")),
        (line(type_("ask", question=question, story=story)), _("looks in one story only")),
        (
            line(type_("ask", question=question, private="True")),
            _("answers you alone; a button shares it in the channel"),
        ),
        (line(_("@Pullquote who heads the command?")), _("answers your message")),
        (line(_("a direct message")), _("answers there; no command needed")),
        (line(_("a reply to an answer")), _("stays with that story: “and how many troops?”")),
        (
            line(_("Apps › Find quotes for this")),
            _("looks for quotes about what somebody wrote"),
        ),
    )


# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
_REFUSED = N_("Discord refuses it")
_WHY_NOT = {
    10003: N_("the channel is gone"),
    10004: N_("I am not in the server any more"),
    50001: N_("I can't see the channel"),
    50007: N_("the person takes no direct messages from me"),
    50008: N_("nothing can be written in a channel of this kind"),
    50013: N_("I may not write there"),
    50083: N_("the thread is archived"),
    50278: N_("I share no server with the person"),
    160002: N_("I may not read what was written there before"),
    160005: N_("the thread is locked"),
}


def why_not(code: int) -> str:
    """Why nothing can be posted somewhere, with Discord's code for it."""
    why = _(_WHY_NOT.get(code, _REFUSED))
    return _("{why} (Discord says: {code})").format(why=why, code=code)


def pings_managers_only() -> str:
    """That somebody else says that."""
    return _("Only who may manage the server can say whom news may ping.")


def cant_ping(name: str) -> str:
    """That nobody would notice."""
    return _(
        "pinging {name} would reach nobody: let anybody mention the role, or give me “Mention "
        "@everyone, @here, and All Roles” here"
    ).format(name=name)


def follow_managers_only() -> str:
    """What people may do for themselves all the same."""
    return _(
        "Only who may manage the server can set what its channels are told. With “to: me” it is "
        "yours: you alone are told, in a direct message."
    )
