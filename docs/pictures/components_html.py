"""Discord's components → HTML that looks much like Discord's dark theme shows them. Pure.

Only the components that Pullquote sends. Whatever they say is escaped: none of it acts in HTML.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from typing import Any

from babel.dates import format_date

from tests.adapters.discord.reader import Piece, pieces

Json = Mapping[str, Any]

CSS = """
.parts { display: flex; flex-direction: column; gap: 8px; margin-top: 4px; }
.parts a { color: #00a8fc; text-decoration: none; }
.parts .box { display: flex; flex-direction: column; gap: 12px; padding: 14px 16px;
  background: #242429; border: 1px solid #35353c; border-left-width: 4px; border-radius: 8px; }
.parts .line { border-top: 1px solid #3f3f47; }
.parts p, .said > p { margin: 0; white-space: pre-wrap; }
.parts blockquote { margin: 6px 0; padding-left: 12px; border-left: 4px solid #55565e;
  border-radius: 4px; white-space: pre-wrap; }
.parts blockquote:first-child { margin-top: 0; }
.parts li { margin-left: 20px; }
.parts small { font-size: 13px; color: #a5a6ad; }
.parts a small { color: inherit; }
.parts time { white-space: nowrap; padding: 0 2px; background: #36373e; border-radius: 3px; }
.mention { padding: 0 2px; color: #c9cdfb; background: #3c4270; border-radius: 3px; }
.parts code { padding: 1px 4px; font-size: 13px; background: #2b2b31; border: 1px solid #3a3a42;
  border-radius: 4px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
.button { padding: 0 14px; font-size: 14px; font-weight: 500; line-height: 32px;
  background: #36363d; border: 1px solid #404048; border-radius: 8px; color: #ebebed; }
"""
_TAGS = {"bold": "b", "italic": "i", "small": "small"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at it: `names` of people and roles, by id, and the `locale` of their Discord."""

    names: Mapping[str, str]
    locale: str = "en_GB"


def components_html(components: Iterable[Json], who: Reader) -> str:
    """All components, one below the other."""
    return f'<div class="parts">{"".join(_component(one, who) for one in components)}</div>'


def _component(component: Json, who: Reader) -> str:
    match component:
        case {"type": 1, "components": buttons}:
            labels = (escape(button["label"]) for button in buttons)
            spans = "".join(f'<span class="button">{label}</span>' for label in labels)
            return f'<div class="row">{spans}</div>'
        case {"type": 10, "content": markdown}:
            return f"<div>{markdown_html(markdown, who)}</div>"
        case {"type": 14}:
            return '<div class="line"></div>'
        case {"type": 17, "accent_color": accent, "components": parts}:
            edge = f' style="border-left-color:#{accent:06x}"' if accent else ""
            inside = "".join(_component(part, who) for part in parts)
            return f'<div class="box"{edge}>{inside}</div>'
    raise ValueError(f"no way to draw component type {component['type']!r}; add it to {__name__}")


def markdown_html(markdown: str, who: Reader) -> str:
    """Quotes, items of a list and what is neither, one below the other."""
    shown = ""
    for tag, together in groupby(pieces(markdown), _tag):
        inside = "".join(_piece(piece, who) for piece in together)
        shown += f"<{tag}>{inside}</{tag}>" if inside != "\n" else ""
    return shown


def _tag(piece: Piece) -> str:
    return "blockquote" if piece.quote else "li" if "list" in piece.looks else "p"


def _piece(piece: Piece, who: Reader) -> str:
    html = escape(piece.text)
    match piece.acts:
        case "":
            pass
        case "user" | "role":
            html = f'<span class="mention">@{escape(who.names[piece.text.strip("<@&>")])}</span>'
        case "command":
            html = f'<span class="mention">{escape(piece.text.strip("<").partition(":")[0])}</span>'
        case "code":
            html = f"<code>{escape(piece.text.strip('`'))}</code>"
        case "timestamp":
            moment = datetime.fromtimestamp(int(piece.text.split(":")[1]), UTC)
            html = f"<time>{escape(format_date(moment, 'long', who.locale))}</time>"
        case acts:
            raise ValueError(f"no way to draw a {acts!r} in a line; add it to {__name__}")
    for look in sorted(piece.looks - {"list"}):
        html = f"<{_TAGS[look]}>{html}</{_TAGS[look]}>"
    return f'<a href="{escape(piece.link)}">{html}</a>' if piece.link else html
