"""A document → plain text with every mark in it, as the tests read it."""

from bot.documents.actions import question_of, token
from bot.documents.fitting import whole
from bot.documents.tree import (
    Below,
    Bullets,
    Buttons,
    Channel,
    CommandLine,
    Copyable,
    Day,
    Document,
    File,
    Heading,
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
from retrieval.sentences import Span

_MARKS = {Style.PLAIN: "", Style.BOLD: "**", Style.ITALIC: "_", Style.CODE: "`"}


def drawn(document: Document) -> str:
    """All of it; a rule stands where a platform may draw one."""
    shown = whole(document)
    groups = ["\n".join(map(_block, group)) for group in shown.groups]
    parts = [*map(_block, shown.head), *groups, *map(_block, shown.below)]
    return "\n".join([f"({shown.kind.value}) {shown.summary}", *parts])


def text_of(parts: Line) -> str:
    return "".join(_inline(part) for part in parts)


def _block(block: Below) -> str:
    match block:
        case Heading(line):
            return f"# {text_of(line)}"
        case Paragraph(line, small):
            return f"({text_of(line)})" if small else text_of(line)
        case Quotation():
            words = _marked(block.text, block.bold, "**", block.struck, "~~")
            return f"> {block.before}[{words}]{block.after}"
        case Bullets(items):
            return "\n".join(f"- {text_of(item)}" for item in items)
        case Buttons(buttons):
            return " ".join(
                f"<{one.label} {token(one.action)}{question_of(one.action) and ' ?'}>"
                for one in buttons
            )
        case Verdict(reply):
            return f"<helpful? {reply}>"
        case Picture(png, alt):
            return f"<picture of {len(png)} bytes: {alt}>"
        case Copyable(text):
            return f"```\n{text}\n```"
        case File(name, _, kind):
            return f"<file {name}: {kind}>"


def _inline(part: object) -> str:
    match part:
        case Words(text, style):
            return f"{_MARKS[style]}{text}{_MARKS[style]}"
        case Link(words, url):
            return f"[{words}]({url})"
        case Day(moment):
            return f"{moment:%Y-%m-%d}"
        case Person(id):
            return f"@{id}"
        case Ping(id):
            return f"@@{id}"
        case Channel(id):
            return f"#{id}"
        case CommandLine(command, arguments):
            return " ".join([f"/{command}", *(f"{name}={value}" for name, value in arguments)])
    raise AssertionError(part)


def _marked(text: str, bold: tuple[Span, ...], b: str, struck: tuple[Span, ...], s: str) -> str:
    marks = [(start, end, b) for start, end in bold] + [(start, end, s) for start, end in struck]
    for start, end, mark in sorted(marks, reverse=True):
        text = f"{text[:start]}{mark}{text[start:end]}{mark}{text[end:]}"
    return text
