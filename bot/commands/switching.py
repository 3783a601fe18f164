"""/links and /publish: what is off in a channel until a manager switches it on."""

from bot import linked_wording, wording
from bot.commands.command import Caller, Given
from bot.conversation import Conversation, type_
from bot.documents.tree import Document, filled, said
from bot.notices import Switch
from retrieval.errors import WrongUse


def links(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Whether links to tracked articles are told of there, once that is set."""
    on = _switched(conversation, caller, given, Switch.LINKS)
    sentence = linked_wording.LINKS_ON if on else linked_wording.LINKS_OFF
    deaf = conversation.door.deaf() if on else ""
    return _document("links", f"{sentence()} {deaf}".strip(), on=on)


def publish(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Whether news that are posted there are published to who follows it, once that is set."""
    if given.get("turn") == "on" and not conversation.door.announces(caller):
        raise WrongUse(linked_wording.NOT_PUBLISHABLE())
    on = _switched(conversation, caller, given, Switch.PUBLISH)
    sentence = linked_wording.PUBLISH_ON if on else linked_wording.PUBLISH_OFF
    return _document("publish", sentence(), on=on)


def _switched(conversation: Conversation, caller: Caller, given: Given, what: Switch) -> bool:
    switches = conversation.followers().switches
    if turn := given.get("turn"):
        switches.set_on(caller.place, what, turn == "on", conversation.now())
    return switches.is_on(caller.place, what)


def _document(command: str, sentence: str, *, on: bool) -> Document:
    switch = type_(command, turn="off" if on else "on")
    return said(sentence, " ", filled(wording.TO_SWITCH(), command=switch))
