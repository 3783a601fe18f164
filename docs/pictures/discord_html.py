"""Discord's components → HTML that looks much like Discord's dark theme shows them. Pure.

Only the components that Pullquote sends. Whatever they say is escaped: none of it acts in HTML.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from tests.adapters.discord.reader import Piece, pieces

Json = Mapping[str, Any]

CSS = """
.parts { display: flex; flex-direction: column; gap: 8px; margin-top: 4px; }
.parts a { color: #00a8fc; text-decoration: none; }
.parts .box { display: flex; flex-direction: column; gap: 12px; padding: 14px 16px;
  background: #242429; border: 1px solid #35353c; border-left-width: 4px; border-radius: 8px; }
.parts .line { border-top: 1px solid #3f3f47; }
.parts p { margin: 0; white-space: pre-wrap; }
.parts blockquote { margin: 0 0 6px; padding-left: 12px; border-left: 4px solid #55565e;
  border-radius: 4px; white-space: pre-wrap; }
.parts small { font-size: 13px; color: #a5a6ad; }
.parts a small { color: inherit; }
.parts time { padding: 0 2px; background: #36373e; border-radius: 3px; }
.parts .mention { padding: 0 2px; color: #c9cdfb; background: #3c4270; border-radius: 3px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
.button { padding: 0 14px; font-size: 14px; font-weight: 500; line-height: 32px;
  background: #36363d; border: 1px solid #404048; border-radius: 8px; color: #ebebed; }
"""
_TAGS = {"bold": "b", "italic": "i", "small": "small"}


def components_html(components: Iterable[Json], people: Mapping[str, str]) -> str:
    """All components, one below the other. `people`: names by user id."""
    return f'<div class="parts">{"".join(_component(one, people) for one in components)}</div>'


def _component(component: Json, people: Mapping[str, str]) -> str:
    match component:
        case {"type": 1, "components": buttons}:
            labels = (escape(button["label"]) for button in buttons)
            spans = "".join(f'<span class="button">{label}</span>' for label in labels)
            return f'<div class="row">{spans}</div>'
        case {"type": 10, "content": markdown}:
            return f"<div>{_text(markdown, people)}</div>"
        case {"type": 14}:
            return '<div class="line"></div>'
        case {"type": 17, "accent_color": accent, "components": parts}:
            edge = f' style="border-left-color:#{accent:06x}"' if accent else ""
            inside = "".join(_component(part, people) for part in parts)
            return f'<div class="box"{edge}>{inside}</div>'
    raise ValueError(f"no way to draw component type {component['type']!r}; add it to {__name__}")


def _text(markdown: str, people: Mapping[str, str]) -> str:
    seen = pieces(markdown)
    quoted = "".join(_piece(piece, people) for piece in seen if piece.quote)
    rest = "".join(_piece(piece, people) for piece in seen if not piece.quote)
    return (f"<blockquote>{quoted}</blockquote>" if quoted else "") + f"<p>{rest}</p>"


def _piece(piece: Piece, people: Mapping[str, str]) -> str:
    html = escape(piece.text)
    match piece.acts:
        case "user":
            html = f'<span class="mention">@{escape(people[piece.text.strip("<@>")])}</span>'
        case "timestamp":
            moment = datetime.fromtimestamp(int(piece.text.split(":")[1]), UTC)
            html = f"<time>{moment.day} {moment:%B %Y}</time>"
    for look in sorted(piece.looks):
        html = f"<{_TAGS[look]}>{html}</{_TAGS[look]}>"
    return f'<a href="{escape(piece.link)}">{html}</a>' if piece.link else html
