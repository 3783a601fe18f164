"""A document → a page that shows it alone: what a button leads to, or what went wrong."""

from dataclasses import dataclass

from markupsafe import Markup

from adapters.admin import wording as words
from adapters.admin.parts import CALLER, Parts
from adapters.admin.rendering import Surface, html_of
from adapters.admin.templates import Shown
from bot import evidence_wording
from bot.commands.answering import pressed
from bot.documents.actions import (
    Action,
    Choose,
    Cite,
    Context,
    Export,
    ExportStory,
    More,
    Nearest,
    Rate,
    token,
)
from bot.documents.fitting import whole
from bot.documents.tree import Document, File
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
    file: str = "",
) -> Shown:
    """The document below the title; `file`: where a file of it is had."""
    view = MessageView(html_of(document, Surface(mark, file=file)), *back)
    return Shown("message.html", title, view, here, status)


def pressed_page(parts: Parts, action: Action, mark: str) -> Shown:
    """What a button of a document shows or does. Raises WrongUse, NotReady, CatalogError."""
    document = pressed(parts.conversation, CALLER, action)
    sources = isinstance(action, Choose)
    here = "/sources" if sources else "/ask"
    back = ("/sources", words.back_to_sources()) if sources else ("/ask", words.to_ask())
    file = f"/files/{token(action)}"
    return message_page(document, _title(action), mark, here, back, file=file)


def file_of(parts: Parts, action: Export | ExportStory) -> File | None:
    """The file that such a button makes; None where there is nothing to take along. Raises
    WrongUse, NotReady, CatalogError."""
    shown = whole(pressed(parts.conversation, CALLER, action))
    return next((one for one in (*shown.head, *shown.below) if isinstance(one, File)), None)


def _title(action: Action) -> str:
    match action:
        case Export() | ExportStory():
            return evidence_wording.EXPORT()
        case Cite():
            return evidence_wording.CITE()
    return _(_TITLES[type(action)])
