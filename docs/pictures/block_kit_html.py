"""Slack's blocks → HTML that looks much like Slack shows them. Pure.

Only the blocks that Pullquote sends. Whatever the blocks say is escaped: none of it acts in HTML.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

Json = Mapping[str, Any]

CSS = """
.blocks { display: flex; flex-direction: column; gap: 8px; margin-top: 4px; }
.blocks a { color: #1264a3; text-decoration: none; }
.blocks blockquote { margin: 4px 0 6px; padding-left: 16px; border-left: 4px solid #dddddd; }
.blocks section { margin: 0; white-space: pre-wrap; }
.blocks ul { margin: 0; padding-left: 22px; }
.blocks code { padding: 1px 4px; font-size: 12px; color: #c01343; background: #f6f6f6;
  border: 1px solid #dddddd; border-radius: 3px; }
.blocks .mention { padding: 0 2px 1px; color: #1264a3; background: #e8f5fa; border-radius: 3px; }
.blocks pre { margin: 4px 0; padding: 8px; font-size: 12px; white-space: pre-wrap;
  background: #f6f6f6; border: 1px solid #dddddd; border-radius: 4px; }
.blocks .context { font-size: 13px; color: #616061; }
.blocks h3 { margin: 4px 0 0; font-size: 18px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
.button { padding: 0 12px; font-size: 13px; font-weight: 700; line-height: 28px;
  border: 1px solid rgba(29, 28, 29, 0.3); border-radius: 4px; }
.feedback { display: flex; gap: 4px; color: #616061; }
.feedback span { display: flex; align-items: center; gap: 5px; height: 28px; padding: 0 8px;
  font-size: 13px; border-radius: 6px; background: #f8f8f8; }
.feedback svg { width: 16px; height: 16px; fill: none; stroke: #616061; stroke-width: 1.5;
  stroke-linejoin: round; }
"""

_THUMB = "M7 17V9l3.5-6c1.4 0 2 .9 2 2.2L12 8h4c1 0 1.6.8 1.4 1.8l-1.2 6c-.2.8-.8 1.2-1.5 1.2z"
_CUFF = "M3 9h4v8H3z"
_TURNED = ' transform="rotate(180 10 10)"'
_TAGS = {"bold": "b", "italic": "i", "strike": "s", "code": "code"}


def blocks_html(blocks: Iterable[Json], names: Mapping[str, str]) -> str:
    """All blocks, one below the other. `names`: of people and groups, by id."""
    return f'<div class="blocks">{"".join(_block(block, names) for block in blocks)}</div>'


def _block(block: Json, names: Mapping[str, str]) -> str:
    match block:
        case {"type": "rich_text", "elements": elements}:
            return f"<div>{''.join(_paragraph(one, names) for one in elements)}</div>"
        case {"type": "header", "text": {"text": text}}:
            return f"<h3>{escape(text)}</h3>"
        case {"type": "context", "elements": elements}:
            shown = escape(" ".join(one["text"] for one in elements))
            return f'<div class="context">{shown}</div>'
        case {"type": "actions", "elements": buttons}:
            labels = (escape(button["text"]["text"]) for button in buttons)
            spans = "".join(f'<span class="button">{label}</span>' for label in labels)
            return f'<div class="actions">{spans}</div>'
        case {"type": "context_actions", "elements": [feedback]}:
            helpful = _verdict(feedback["positive_button"], "")
            return (
                f'<div class="feedback">{helpful}'
                f"{_verdict(feedback['negative_button'], _TURNED)}</div>"
            )
    raise ValueError(f"no way to draw a block of type {block['type']!r}; add it to {__name__}")


def _verdict(button: Json, turned: str) -> str:
    thumb = f'<svg viewBox="0 0 20 20"><path{turned} d="{_CUFF}{_THUMB}"/></svg>'
    return f"<span>{thumb}{escape(button['text']['text'])}</span>"


def _paragraph(element: Json, names: Mapping[str, str]) -> str:
    match element["type"]:
        case "rich_text_list":
            items = (f"<li>{_paragraph(one, names)}</li>" for one in element["elements"])
            return f"<ul>{''.join(items)}</ul>"
        case "rich_text_quote":
            return f"<blockquote>{_inline(element, names)}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{_inline(element, names)}</pre>"
    return f"<section>{_inline(element, names)}</section>"


def _inline(paragraph: Json, names: Mapping[str, str]) -> str:
    return "".join(_words(one, names) for one in paragraph["elements"])


def _words(element: Json, names: Mapping[str, str]) -> str:
    match element:
        case {"type": "user", "user_id": id} | {"type": "usergroup", "usergroup_id": id}:
            return f'<span class="mention">@{escape(names[id])}</span>'
        case {"type": "link", "url": url}:
            html = f'<a href="{escape(url)}">{escape(element.get("text", url))}</a>'
        case {"type": "text", "text": text}:
            html = escape(text)
        case _:
            raise ValueError(f"no way to draw {element['type']!r} in a line; add it to {__name__}")
    for style in element.get("style", ()):
        html = f"<{_TAGS[style]}>{html}</{_TAGS[style]}>"
    return html
