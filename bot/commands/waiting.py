"""“Tell me when it's answered” and /waiting: who waits for an answer, and who takes that back."""

from bot import gaps_wording
from bot.commands.command import Caller, Given
from bot.conversation import Conversation
from bot.documents.actions import TellMe, Untell, story_mark
from bot.documents.tree import Document, said
from bot.documents.waiting import waiting_document, wish_document
from bot.waiting import Wanted, wish_for


def tell_me(conversation: Conversation, caller: Caller, action: TellMe) -> Document:
    """Who pressed it waits from now on."""
    desk = conversation.desk()
    reply = desk.kept_reply(action.reply, caller.place)
    # A thread whose story may not be spoken of any more has none.
    there = desk.stories(reply.place) if action.story else ()
    story = next((slug for slug in there if story_mark(slug) == action.story), "")
    wanted = Wanted(reply, action.question, story)
    return wish_document(wish_for(desk, conversation.wishes, wanted, caller, conversation.now()))


def untell(conversation: Conversation, caller: Caller, action: Untell) -> Document:
    """Who pressed it waits no more."""
    ended = conversation.wishes.take_back(caller.person, [action.wish])
    return said(gaps_wording.wont_tell() if ended else gaps_wording.not_waiting())


def waiting(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """What somebody waits for, or, with "off", no more."""
    wishes = conversation.wishes.wishes_of(caller.place.platform, caller.person)
    if given.get("turn") == "off" and wishes:
        ended = conversation.wishes.take_back(caller.person, [wish.id for wish in wishes])
        return said(gaps_wording.all_taken_back(ended))
    return waiting_document(wishes)
