"""A document → the HTML that shows it on the desk's page: the fourth way to draw it. Pure.

Nothing is left out for want of room. What only shows something is a link, what changes something a
form; what only a chat can do is no button here.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, urlencode

from markupsafe import Markup

from adapters.admin.marked_text import marked_text
from bot import wording
from bot.commands.answering import needs_of
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
    Turn,
    token,
)
from bot.documents.fitting import whole
from bot.documents.quotes import day_in_words
from bot.documents.tree import (
    Below,
    Bullets,
    Button,
    Buttons,
    Channel,
    CommandLine,
    Copyable,
    Day,
    Document,
    File,
    Group,
    Heading,
    Inline,
    Line,
    Link,
    Paragraph,
    Person,
    Picture,
    Ping,
    Quotation,
    Style,
    Verdict,
    Words,
)
from bot.safe_text import web_address

_STYLES = {
    Style.PLAIN: Markup("{}"),
    Style.BOLD: Markup("<strong>{}</strong>"),
    Style.ITALIC: Markup("<em>{}</em>"),
    Style.CODE: Markup("<code>{}</code>"),
}
# Nobody there learns where the reader came from, or gets hold of the page.
_LINK = Markup('<a href="{}" rel="noreferrer noopener external"><bdi>{}</bdi></a>')
_DAY = Markup('<time datetime="{}">{}</time>')
_CODE = Markup("<code>{}</code>")
_FILE = Markup('<p><a class="button" href="{}" download>{}</a></p>')
_PRESS = Markup(
    '<form method="post" action="/press"><input type="hidden" name="mark" value="{}">'
    '<input type="hidden" name="action" value="{}"><button{}>{}</button></form>'
)


@dataclass(frozen=True, slots=True)
class Surface:
    """Where it is drawn: `mark` stands in every form of the session; `story` is the page's, "" for
    none; `level`: of a heading in the document; `file`: where a file of it is had, "" for nowhere.
    """

    mark: str
    story: str = ""
    level: int = 2
    file: str = ""


def html_of(document: Document, surface: Surface) -> Markup:
    """All of it."""
    shown = whole(document)
    parts = [_below(part, surface) for part in shown.head]
    for group in _with_lists_joined(shown.groups):
        drawn = Markup().join(_below(block, surface) for block in group)
        entry = Markup('<div class="entry">{}</div>') if shown.divided else Markup("{}")
        parts.append(entry.format(drawn))
    parts += _below_entries(shown.below, surface)
    kind = document.kind.value.replace(" ", "-")
    whole_one = Markup('<div class="document {}">{}</div>')
    return whole_one.format(kind, Markup("\n").join(parts))


def line_html(line: Line) -> Markup:
    """A line as it stands in a paragraph."""
    return Markup().join(map(_inline, line))


def _with_lists_joined(groups: tuple[Group, ...]) -> list[Group]:
    """Points that follow each other are one list, which is read out as one."""
    joined = list[Group]()
    for group in groups:
        match group, joined:
            case (Bullets(more),), [*_, (Bullets(items),)]:
                joined[-1] = (Bullets((*items, *more)),)
            case _:
                joined.append(group)
    return joined


def _below_entries(parts: tuple[Below, ...], surface: Surface) -> list[Markup]:
    """Buttons and verdicts that follow each other stand in one row."""
    made, row = list[Markup](), list[Markup]()
    for part in parts:
        drawn = _below(part, surface)
        if isinstance(part, Buttons | Verdict):
            row.append(drawn)
            continue
        made += [*_row(row), drawn]
        row.clear()
    return [*made, *_row(row)]


def _row(parts: list[Markup]) -> list[Markup]:
    inside = Markup().join(parts)
    return [Markup('<div class="buttons">{}</div>').format(inside)] if inside else []


def _below(part: Below, surface: Surface) -> Markup:
    match part:
        case Heading(line):
            level = surface.level
            return Markup("<h{0}>{1}</h{0}>").format(level, line_html(line))
        case Paragraph(line, small):
            made = Markup('<p class="small">{}</p>') if small else Markup("<p>{}</p>")
            return made.format(line_html(line))
        case Bullets(items):
            points = Markup().join(Markup("<li>{}</li>").format(line_html(one)) for one in items)
            return Markup("<ul>{}</ul>").format(points)
        case Quotation():
            return _quotation(part)
        case Copyable(text):
            return Markup('<pre class="copyable"><bdi>{}</bdi></pre>').format(text)
        case File(name):
            return _FILE.format(surface.file, name) if surface.file else Markup()
        case Picture():
            return picture_html(part)
        case Buttons(buttons):
            return Markup().join(_button(one, surface) for one in buttons)
        case Verdict(reply):
            pressed = (
                Button(wording.HELPFUL(), Rate(reply, helpful=True)),
                Button(wording.NOT_HELPFUL(), Rate(reply, helpful=False)),
            )
            return Markup().join(_button(one, surface) for one in pressed)


def picture_html(picture: Picture) -> Markup:
    """In the page itself: nobody has to fetch it, or be let in for it."""
    data = base64.b64encode(picture.png).decode()
    shown = Markup('<img class="picture" src="data:image/png;base64,{}" alt="{}">')
    return shown.format(data, picture.alt)


def _quotation(block: Quotation) -> Markup:
    """Words of an article: what stands around them is pale, as they are it is not."""
    inside = Markup()
    cuts = sorted({0, len(block.text), *(place for span in block.bold for place in span)})
    for start, end in pairwise(cuts):
        struck = [(max(a, start), min(b, end)) for a, b in block.struck if a < end and start < b]
        piece = marked_text(block.text, (start, end), changed=struck, change="del")
        bold = any(a <= start < b for a, b in block.bold)
        inside += _STYLES[Style.BOLD].format(piece) if bold else piece
    around = Markup('<span class="around">{}</span>')
    before = around.format(block.before) if block.before else Markup()
    after = around.format(block.after) if block.after else Markup()
    return Markup('<blockquote dir="auto">{}<span class="words">{}</span>{}</blockquote>').format(
        before, inside, after
    )


def _inline(part: Inline) -> Markup:
    match part:
        case Words(text, style):
            return _STYLES[style].format(text)
        case Link(words, url):
            address = web_address(url)
            return _LINK.format(address, words) if address else Markup("“{}”").format(words)
        case Day(moment):
            return _DAY.format(moment.date().isoformat(), day_in_words(moment))
        case Person(id) | Channel(id) | Ping(id):
            return _CODE.format(id)
        case CommandLine(command, arguments):
            return _command(command, dict(arguments))


def _command(command: str, arguments: Mapping[str, str]) -> Markup:
    """As a link where a page shows the same."""
    typed = " ".join([f"/{command}", *arguments.values()])
    slug = arguments.get("story", "")
    pages = {"stories": "/", "track": "/sources"}
    if slug and slug.islower():
        pages |= dict.fromkeys(("story", "timeline"), story_path(slug))
    if command in pages:
        return Markup('<a href="{}"><code>{}</code></a>').format(pages[command], typed)
    return _CODE.format(typed)


def _button(button: Button, surface: Surface) -> Markup:
    action = button.action
    if path := _path(action, surface):
        return Markup('<a class="button" href="{}">{}</a>').format(path, button.label)
    if isinstance(action, Rate | Choose):
        kind = Markup(' class="main"') if needs_of(action) else Markup()
        return _PRESS.format(surface.mark, token(action), kind, button.label)
    return Markup()


def _path(action: Action, surface: Surface) -> str:
    """Where that is shown, "" where it is no page."""
    match action:
        case More() | Context() | Nearest() | Cite() | Export() | ExportStory():
            return f"/shown/{token(action)}"
        case Turn(_, page, newest_first) if surface.story:
            order = "newest" if newest_first else "oldest"
            asked = urlencode({"page": page + 1, "order": order})
            return f"{story_path(surface.story)}?{asked}#timeline"
    return ""


def story_path(slug: str) -> str:
    """The page of a story."""
    return f"/stories/{quote(slug, safe='')}"


def article_path(article: str) -> str:
    """The page of an article, by its id, which may be an address."""
    return f"/articles?{urlencode({'id': article})}"
