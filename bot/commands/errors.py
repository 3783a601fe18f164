"""What went wrong → the document that says it, and the log's line. Nothing here is a traceback, a
path or a command of a shell: people in a chat have none."""

import re

import structlog

from bot import wording
from bot.commands.help import typed
from bot.commands.reading import Missing
from bot.documents.listings import see_stories
from bot.documents.tree import Document, said
from bot.story_names import UnknownStory
from bot.workers import Busy
from retrieval.errors import PullquoteError, WrongUse

_TELL = "tell whoever runs Pullquote"
_IN_A_SHELL = re.compile(r"(?<![/\w])pullquote [a-z]|\bPULLQUOTE_")
_ASIDE = re.compile(r" \([^()]*\)")

_log = structlog.get_logger()


def error_document(error: Exception, **about: str) -> Document:
    """What people are told in place of what they asked for; what failed inside is logged, with what
    it was `about`: ids, never words of people."""
    match error:
        case UnknownStory() if error.typed and not error.nearest:
            return said(wording.as_sentence(str(error)), " ", *see_stories())
        case Missing():
            return said(wording.as_sentence(str(error)), " ", *typed(error.command))
        case WrongUse():
            return said(wording.as_sentence(_without_shell(str(error))))
        case Busy():
            return said(wording.BUSY)
        case PullquoteError():
            _log.warning("not_answered", reason=str(error), **about)
            return said(wording.UNREACHABLE)
    _log.error("not_answered", exc_info=error, **about)
    return said(wording.FAILED)


def _without_shell(sentence: str) -> str:
    """Nobody in a chat has a shell: what is to be typed there is for somebody else to do."""
    without = _ASIDE.sub(lambda aside: "" if _IN_A_SHELL.search(aside[0]) else aside[0], sentence)
    told = [_TELL if _IN_A_SHELL.search(part) else part for part in without.split("; ")]
    return "; ".join(dict.fromkeys(told))
