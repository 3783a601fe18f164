"""/track, /untrack and the buttons below what they show → what is proposed, and what is done."""

from bot.commands.command import Caller, Given
from bot.conversation import Conversation
from bot.documents.actions import Choice, Choose
from bot.documents.tracking import proposal_document
from bot.documents.tree import Document, said
from bot.tracking import As, check_may_change

_AS: dict[str, As] = {"page": "page", "topic": "topic"}


def track(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """What stands at the address, for who asks to confirm."""
    _check(conversation, caller)
    proposed = conversation.sources().track(
        caller.place,
        given["url"],
        given["story"],
        caller.person,
        conversation.now(),
        _AS.get(given.get("as", "")),
    )
    return proposal_document(proposed)


def untrack(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """What would end."""
    _check(conversation, caller)
    proposed = conversation.sources().untrack(
        caller.place, given["url"], given.get("story", ""), caller.person, conversation.now()
    )
    return proposal_document(proposed)


def chosen(conversation: Conversation, caller: Caller, choose: Choose) -> Document:
    """What was shown is done, or nothing is."""
    sources, now = conversation.sources(), conversation.now()
    if choose.choice is Choice.CANCEL:
        return said(sources.cancel(choose.proposal, caller.place, caller.person, now))
    _check(conversation, caller)
    done = sources.confirm(choose.proposal, caller.place, caller.person, now, caller.via)
    return said(done)


def _check(conversation: Conversation, caller: Caller) -> None:
    door = conversation.door
    check_may_change(caller.place, several=door.several(), named=door.named)
