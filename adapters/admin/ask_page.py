"""A question → the page with its answer, drawn from the document that chats draw. What was asked
stands on that page alone: it is sent as a form, and neither kept nor logged."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from adapters.admin.parts import Parts
from adapters.admin.rendering import Surface, html_of
from adapters.admin.templates import Shown
from bot.ask import MAX_QUESTION_CHARACTERS
from bot.desk import Asked, Told
from bot.documents.replies import reply_document
from bot.language import _
from bot.places import DESK
from bot.replies import Quoting
from retrieval.articles import Article


@dataclass(frozen=True, slots=True)
class AskView:
    """The form as it was sent, and below it the answer or the error."""

    stories: tuple[tuple[str, str], ...]
    question: str
    chosen: str
    most: int
    error: str
    answer: Markup | None
    articles: Sequence[Article]


def ask_page(
    parts: Parts,
    question: str = "",
    story: str = "",
    error: str = "",
    answer: Markup | None = None,
    articles: Sequence[Article] = (),
) -> Shown:
    """Raises NotReady."""
    choices, most = parts.choices(), MAX_QUESTION_CHARACTERS
    view = AskView(choices, question, story, most, error, answer, articles)
    return Shown("ask.html", _("Ask"), view, "/ask", 400 if error else 200)


def told(parts: Parts, question: str, story: str) -> Told:
    """For a worker that answers. Raises QuestionError, UnknownStory, NotReady."""
    return parts.conversation.desk().answer(Asked(question, DESK, story=story), parts.now())


def answer_html(answer: Told, mark: str) -> tuple[Markup, Sequence[Article]]:
    """The answer, and the articles that it quotes."""
    html = html_of(reply_document(answer, private=False), Surface(mark))
    reply = answer.reply
    quotes = reply.quotes if isinstance(reply, Quoting) else ()
    return html, list({quote.article.id: quote.article for quote in quotes}.values())
