"""/note: where admins read once a week what was asked."""

import uuid

from bot import weekly_wording
from bot.commands.command import Caller, Given
from bot.commands.names import CHOICE_NAMES, meant
from bot.conversation import Conversation
from bot.documents.tree import Document, said
from bot.documents.weekly import note_document
from bot.following import Pace, next_time, rhythm_of
from bot.language import spoken
from bot.weekly import Note
from retrieval.errors import WrongUse

_OFF = "off"


def note(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Where there is one and when it comes, once that is set."""
    notes, place, now = conversation.notes, caller.place, conversation.now()
    typed = given.get("rhythm", "")
    if meant(CHOICE_NAMES, typed, [_OFF]):
        ended = notes.end(place)
        return said(weekly_wording.note_ended() if ended else weekly_wording.note_off())
    if typed:
        rhythm = rhythm_of(typed, caller.zone)
        if rhythm.pace is not Pace.WEEKLY:
            raise WrongUse(weekly_wording.weekly_only())
        due = next_time(rhythm, now)
        notes.set_note(Note(uuid.uuid4().hex, place, rhythm, now, due, caller.via, spoken()))
    return note_document(notes.note_at(place))
