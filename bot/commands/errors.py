"""What went wrong → the document that says it, and the log's line. Nothing here is a traceback, a
path or a command of a shell: people in a chat have none."""

import re

from bot import wording
from bot.commands.help import typed
from bot.commands.reading import Missing
from bot.documents.listings import see_stories
from bot.documents.tree import Document, Entry, Paragraph, line, said
from bot.question_ids import LOGGED, question_id
from bot.story_names import UnknownStory
from bot.workers import Busy
from retrieval.errors import PullquoteError, WrongUse
from retrieval.event_logger import EventLogger

_IN_A_SHELL = re.compile(r"(?<![/\w])pullquote [a-z]|\bPULLQUOTE_")
_ASIDE = re.compile(r" \([^()]*\)")

_log = EventLogger()


def error_document(error: Exception, **about: str) -> Document:
    """What people are told in place of what they asked for; what failed inside is logged, with what
    it was `about`: ids, never words of people. Where the `key` of what was asked is among them, its
    short id stands below: who says that it failed can say what to look for in the log."""
    key = about.get("key", "")
    if key:
        about[LOGGED] = question_id(key)
    match error:
        case UnknownStory() if error.typed and not error.nearest:
            return said(wording.as_sentence(str(error)), " ", *see_stories())
        case Missing():
            return said(wording.as_sentence(str(error)), " ", *typed(error.command))
        case WrongUse():
            return said(wording.as_sentence(_without_shell(str(error))))
        case Busy():
            return said(wording.BUSY())
        case PullquoteError():
            _log.warning("not_answered", reason=str(error), **about)
            return unreachable(key)
    _log.error("not_answered", exc_info=error, **about)
    return failed(key)


def unreachable(key: str) -> Document:
    """What was asked under `key` can't be looked for now."""
    return _with_id(wording.UNREACHABLE(), key)


def failed(key: str) -> Document:
    """Something went wrong with what was asked under `key`."""
    return _with_id(wording.FAILED(), key)


def _with_id(sentence: str, key: str) -> Document:
    if not key:
        return said(sentence)
    id = Paragraph(line(wording.reference(question_id(key))), small=True)
    return Document(sentence, (Entry(((Paragraph(line(sentence)), id),)),))


def _without_shell(sentence: str) -> str:
    """Nobody in a chat has a shell: what is to be typed there is for somebody else to do."""
    without = _ASIDE.sub(lambda aside: "" if _IN_A_SHELL.search(aside[0]) else aside[0], sentence)
    told = [
        wording.TELL_WHO_RUNS() if _IN_A_SHELL.search(part) else part
        for part in without.split("; ")
    ]
    return "; ".join(dict.fromkeys(told))
