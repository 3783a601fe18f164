"""/language: in which language all who read in a place are told something there."""

from bot import wording
from bot.commands.command import Caller, Given
from bot.conversation import Conversation
from bot.documents.tree import Document, said

AUTO = "auto"


def language(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Which one it is, once it is set."""
    switches = conversation.followers().switches
    if wanted := given.get("language"):
        chosen = "" if wanted == AUTO else wanted
        switches.set_language(caller.place, chosen, conversation.now())
    chosen = switches.language(caller.place)
    if not chosen:
        return said(wording.NO_LANGUAGE_CHOSEN())
    return said(wording.language_chosen(chosen))
