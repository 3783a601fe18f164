"""Messages, whose bodies are HTML → a page that looks like a chat's. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from html import escape

CSS = """
* { box-sizing: border-box; }
body { margin: 0; padding: 20px 24px 8px; width: 800px; }
.place { margin: 0 -24px 16px; padding: 0 24px 10px; font-weight: 700; }
.place:not(:first-child) { margin-top: 24px; padding-top: 14px; }
.message { display: grid; gap: 0 12px; margin-bottom: 16px; }
.avatar { grid-column: 1; color: #ffffff; font-weight: 700; font-size: 17px; text-align: center; }
.said { grid-column: 2; }
.above, .below { grid-column: 2; font-size: 13px; }
.above { margin-bottom: 3px; }
.below { margin-top: 6px; }
.app { padding: 1px 5px; margin-left: 5px; font-size: 10px; font-weight: 700; border-radius: 3px;
  vertical-align: 1px; }
.time { margin-left: 6px; font-size: 12px; }
.day { margin: 0 0 16px; font-size: 12px; font-weight: 700; text-align: center; }
.direction { margin: 0 0 16px; font-size: 13px; font-style: italic; }
svg { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linejoin: round;
  stroke-linecap: round; }
"""
# Drawn, for few machines have a font with it.
MAGNIFIER = (
    '<svg width="15" height="15" viewBox="0 0 20 20"><circle cx="8" cy="8" r="5.5"/>'
    '<path d="M12.2 12.2L18 18"/></svg>'
)
_COLOURS = ("#4a7c59", "#8a4f7d", "#b5651d", "#3d6b99")


@dataclass(frozen=True, slots=True)
class Message:
    """`body`, `above` and `below` are HTML; `app`: a program says it."""

    name: str
    at: datetime
    body: str
    app: bool = False
    above: str = ""
    below: str = ""


class Page:
    """What is added stands one below the other, in the looks of a chat: `css`."""

    def __init__(self, chat: str, css: str) -> None:
        self._chat, self._css = chat, css
        self._parts: list[str] = []
        self._day: date | None = None

    def html(self) -> str:
        """The whole page."""
        return (
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            f"<title>Pullquote in {escape(self._chat)}</title><style>{CSS}{self._css}</style>"
            f"</head>\n<body>{''.join(self._parts)}</body></html>\n"
        )

    def place(self, name: str) -> None:
        """Where what follows is said."""
        self._parts.append(f'<div class="place">{escape(name)}</div>')

    def line(self, kind: str, text: str) -> None:
        """Something that is no message; `kind`: its class in the CSS."""
        self._parts.append(f'<div class="{kind}">{escape(text)}</div>')

    def message(self, said: Message) -> None:
        """Who, when and what; below a line with the day, where that has changed."""
        if self._day not in (None, said.at.date()):
            self.line("day", f"{said.at.day} {said.at:%B %Y}")
        self._day = said.at.date()
        self._parts.append(_message(said))


def _message(said: Message) -> str:
    above = f'<div class="above">{said.above}</div>' if said.above else ""
    below = f'<div class="below">{said.below}</div>' if said.below else ""
    letters, colour = ("“”", "#1d3557") if said.app else (said.name[0], _colour(said.name))
    app = '<span class="app">APP</span>' if said.app else ""
    return (
        f'<div class="message">{above}<div class="avatar" style="background:{colour}">'
        f'{escape(letters)}</div><div class="said"><div><span class="name">{escape(said.name)}'
        f'</span>{app}<span class="time">{said.at:%H:%M}</span></div>{said.body}</div>{below}</div>'
    )


def _colour(name: str) -> str:
    return _COLOURS[sum(map(ord, name)) % len(_COLOURS)]
