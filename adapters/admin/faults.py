"""What went wrong → what the page says of it, and under which status. Whoever sees it may have a
shell: unlike in a chat, the reason and what to run are said."""

from adapters.admin.article_page import UnknownArticle
from adapters.redaction import without_secrets
from bot import wording
from bot.commands.errors import error_document
from bot.documents.tree import Document, said
from bot.question_ids import question_id
from bot.safe_text import marked
from bot.story_names import UnknownStory
from bot.workers import Busy
from retrieval.errors import PullquoteError, WrongUse


def fault_document(error: Exception, key: str = "") -> Document:
    """One sentence with what to do; logged as errors in chats are. `key`: what was asked."""
    document = error_document(error, **({"key": key} if key else {}))
    match error:
        case Busy():
            return document
        case PullquoteError():
            reason = wording.as_sentence(marked(without_secrets(str(error))))
            shows_id = key and not isinstance(error, WrongUse)
            return said(reason, f" {wording.reference(question_id(key))}" if shows_id else "")
    return document


def status_of(error: Exception) -> int:
    """Of the page that says what went wrong."""
    match error:
        case UnknownStory() | UnknownArticle():
            return 404
        case WrongUse():
            return 400
        case Busy() | PullquoteError():
            return 503
    return 500
