"""A document → a page that shows it alone: what a button leads to, or what went wrong."""

from dataclasses import dataclass

from markupsafe import Markup

from adapters.admin import wording as words
from adapters.admin.parts import CALLER, Parts
from adapters.admin.rendering import Surface, html_of
from adapters.admin.templates import Shown
from bot.commands.answering import pressed
from bot.documents.actions import Action, Choose, Context, More, Nearest, Rate
from bot.documents.tree import Document
from bot.language import N_, _

_TITLES: dict[type[Action], str] = {
    Context: N_("In context"),
    More: N_("More quotes"),
    Nearest: N_("Nearest passages"),
    Rate: N_("Verdict"),
    Choose: N_("Sources"),
}


@dataclass(frozen=True, slots=True)
class MessageView:
    """`back`: where the page leads on, called `label`; "" for nowhere."""

    html: Markup
    back: str
    label: str


def message_page(
    document: Document,
    title: str,
    mark: str,
    here: str = "",
    back: tuple[str, str] = ("", ""),
    status: int = 200,
) -> Shown:
    """The document below the title."""
    view = MessageView(html_of(document, Surface(mark)), *back)
    return Shown("message.html", title, view, here, status)


def pressed_page(parts: Parts, action: Action, mark: str) -> Shown:
    """What a button of a document shows or does. Raises WrongUse, NotReady, CatalogError."""
    document = pressed(parts.conversation, CALLER, action)
    sources = isinstance(action, Choose)
    here = "/sources" if sources else "/ask"
    back = ("/sources", words.back_to_sources()) if sources else ("/ask", words.to_ask())
    return message_page(document, _(_TITLES[type(action)]), mark, here, back)
