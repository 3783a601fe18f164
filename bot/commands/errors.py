"""What went wrong → the document that says it, and the log's line. Nothing here is a traceback, a
path or a command of a shell: people in a chat have none."""

import structlog

from bot import wording
from bot.commands.help import typed
from bot.commands.reading import Missing
from bot.documents.listings import see_stories
from bot.documents.tree import Document, said
from bot.story_names import UnknownStory
from bot.workers import Busy
from retrieval.errors import PullquoteError, WrongUse

_log = structlog.get_logger()


def error_document(error: Exception, **about: str) -> Document:
    """What people are told in place of what they asked for; what failed inside is logged, with what
    it was `about`: ids, never words of people."""
    match error:
        case UnknownStory() if error.typed and not error.nearest:
            return said(f"{wording.as_sentence(str(error))} ", *see_stories())
        case Missing():
            return said(f"{wording.as_sentence(str(error))} ", *typed(error.command))
        case WrongUse():
            return said(wording.as_sentence(str(error)))
        case Busy():
            return said(wording.BUSY)
        case PullquoteError():
            _log.warning("not_answered", reason=str(error), **about)
            return said(wording.UNREACHABLE)
    _log.error("not_answered", exc_info=error, **about)
    return said(wording.FAILED)
