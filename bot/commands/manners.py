"""/listen, /replies and /askers: how a channel is answered, once that is set."""

from dataclasses import replace

from bot.commands.command import Caller, Given
from bot.commands.names import CHOICE_NAMES, meant
from bot.conversation import Conversation
from bot.documents.manners import manner_document
from bot.documents.tree import Document
from bot.manners import EVERYBODY, MEMBERS, Askers, Hears, Manner, Where, groups_named
from retrieval.errors import WrongUse

HEARD = tuple(one.value for one in Hears)
STOOD = tuple(one.value for one in Where)


def listen(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """What is answered there without being mentioned."""
    manner = conversation.manners.manner(caller.place)
    if wanted := given.get("to"):
        manner = _set(conversation, caller, replace(manner, hears=Hears(wanted)))
    deaf = conversation.door.deaf() if manner.hears is not Hears.MENTIONS else ""
    return manner_document(manner, conversation.door, deaf)


def replies(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Where answers stand."""
    manner, warning = conversation.manners.manner(caller.place), ""
    wanted = Where(given["in"]) if "in" in given else manner.where
    if wanted is Where.THREAD:
        warning = conversation.door.no_threads(caller)
    if wanted is not manner.where:
        if warning:
            raise WrongUse(warning)
        manner = _set(conversation, caller, replace(manner, where=wanted))
    return manner_document(manner, conversation.door, warning)


def askers(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Who may ask. Raises WrongUse for a group that there isn't."""
    manner = conversation.manners.manner(caller.place)
    if wanted := given.get("who"):
        chosen = _askers(conversation, caller, wanted)
        manner = _set(conversation, caller, replace(manner, askers=chosen))
    return manner_document(manner, conversation.door)


def _askers(conversation: Conversation, caller: Caller, typed: str) -> Askers:
    if word := meant(CHOICE_NAMES, typed.strip(), (EVERYBODY, MEMBERS)):
        return Askers(members_only=word == MEMBERS)
    return Askers(groups=groups_named(typed, conversation.door.groups(caller)))


def _set(conversation: Conversation, caller: Caller, manner: Manner) -> Manner:
    conversation.manners.set_manner(caller.place, manner, conversation.now())
    return manner
