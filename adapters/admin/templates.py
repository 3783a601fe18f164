"""What a page shows → its HTML. The only file that fills templates."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from adapters.admin.rendering import article_path, story_path
from bot import freshness_wording, wording
from bot.documents.quotes import day_in_words
from bot.language import N_, _, spoken
from bot.safe_text import one_line, sendable, web_address

_HERE = Path(__file__).parent
_NAVIGATION = (
    ("/", N_("Stories")),
    ("/ask", N_("Ask")),
    ("/sources", N_("Sources")),
    ("/gaps", N_("Gaps")),
    ("/verdicts", N_("Verdicts")),
    ("/corrections", N_("Corrections")),
    ("/health", N_("Health")),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: `template` shows `view`; `here`: the entry of the navigation that it belongs to."""

    template: str
    title: str
    view: object
    here: str = ""
    status: int = 200


def drawn(shown: Shown, mark: str) -> str:
    """The whole page; without the mark of a session nothing on it leads on."""
    template = _environment().get_template(shown.template)
    navigation = _NAVIGATION if mark else ()
    return template.render(shown=shown, view=shown.view, mark=mark, navigation=navigation)


@cache
def style() -> bytes:
    """The stylesheet."""
    return (_HERE / "style.css").read_bytes()


@cache
def style_path() -> str:
    """Another one for another stylesheet, so that browsers may keep it."""
    return f"/style-{sha256(style()).hexdigest()[:16]}.css"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "filled": _filled,
        "day": _day,
        "moment": _moment,
        "one_line": lambda text: one_line(text) or wording.UNTITLED(),
        "web_address": web_address,
        "sendable": sendable,
        "story_path": story_path,
        "article_path": article_path,
    }
    made.globals |= {"style_path": style_path(), "_": _, "spoken": spoken}
    return made


def _filled(sentence: str, **named: object) -> Markup:
    """What is no markup yet is shown as text."""
    return escape(sentence).format(**named)


def _day(moment: datetime) -> Markup:
    """The day that the outlet wrote."""
    written = Markup('<time datetime="{}">{}</time>')
    return written.format(moment.date().isoformat(), day_in_words(moment))


def _moment(moment: datetime) -> Markup:
    written = Markup('<time datetime="{}">{}</time>')
    utc = moment.astimezone(UTC)
    return written.format(utc.isoformat(timespec="minutes"), freshness_wording.at(utc))
