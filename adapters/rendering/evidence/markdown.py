"""A sheet of evidence → Markdown, in which nothing that people wrote acts. Pure.

Source: https://spec.commonmark.org/0.31.2/#backslash-escapes
"""

import re
from collections.abc import Iterable, Iterator

from adapters.rendering.evidence.sheet import Later, Row, Sheet, Shown

# What acts wherever it stands, and what acts where a line begins: lists, headings, rules.
_ACTS = re.compile(r"[\\`*_{}\[\]<>&|~$#@]|:(?=[^\s\d])|(?<=\bwww)\.", re.IGNORECASE)
_ACTS_FIRST = re.compile(r"^(?:([-+=])|(\d+)([.)]))")
_BREAK = re.compile("\r\n|[\n\r\u2028\u2029\x0b\x0c]")
_FENCE = "```pullquote-evidence"
_DATA = re.compile(rf"^{_FENCE}\n(.*)\n```$", re.MULTILINE)
_IN_FENCE = {ord(c): f"\\u{ord(c):04x}" for c in "`\u2028\u2029\x85"}
# Nothing but these is left as it is in an address between < and >.
_UNSAFE_IN_ADDRESS = re.compile(r"[<>\\\s]")


def markdown_of(sheet: Sheet, data: str) -> str:
    """The whole text; `data` is the pack as JSON, in a block of its own at the end."""
    lines = [f"# {escaped(sheet.heading)}", "", *_facts(sheet.rows), escaped(sheet.claim), ""]
    lines += [escaped(sheet.made), ""]
    for quote in sheet.quotes:
        lines += _quote(quote)
    lines += [f"## {escaped(sheet.check_heading)}", ""]
    for paragraph in sheet.checking:
        lines += [escaped(paragraph), ""]
    lines += [*_facts([sheet.digest]), _FENCE, data.translate(_IN_FENCE), "```", ""]
    return "\n".join(lines)


def data_in(text: str) -> str | None:
    """The JSON that `markdown_of` put there, None where there is none."""
    found = _DATA.search(text)
    return found[1] if found else None


def escaped(text: str) -> str:
    """One line of `text`, shown as it is."""
    shown = _ACTS.sub(r"\\\g<0>", " ".join(text.split()))
    return _ACTS_FIRST.sub(lambda at: f"\\{at[1]}" if at[1] else f"{at[2]}\\{at[3]}", shown)


def _quote(quote: Shown) -> Iterator[str]:
    yield from (f"## {escaped(quote.heading)}", "")
    if quote.above:
        yield from (f"*{escaped(quote.above)}*", "")
    if quote.before:
        yield from (*_quoted(quote.before), ">")
    yield from _quoted("".join(words for words, _ in quote.words), around="**")
    if quote.after.strip():
        yield from (">", *_quoted(quote.after))
    yield ""
    yield from _facts(quote.rows)
    yield from (f"### {escaped(quote.since_label)}", "")
    for one in quote.since:
        yield f"- {_later(one)}"
    yield from ("", f"### {escaped(quote.cite_label)}", "")
    for citation in quote.citations:
        yield from (*_quoted(citation), "")


def _quoted(text: str, around: str = "") -> Iterator[str]:
    """A block quote, whose lines stay lines."""
    lines = [shown for line in _BREAK.split(text) if (shown := escaped(line))]
    for number, line in enumerate(lines, 1):
        yield f"> {around}{line}{around}" + ("\\" if number < len(lines) else "")


def _facts(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        shown = escaped(row.text)
        if row.url and not _UNSAFE_IN_ADDRESS.search(row.url):
            shown = f"[{shown}](<{row.url}>)"
        elif row.mono:
            shown = f"`{row.text}`" if re.fullmatch(r"[\w/.:-]+", row.text) else shown
        yield f"- {escaped(row.label)}: {shown}"
    yield ""


def _later(one: Later) -> str:
    reads = f" “{escaped(one.reads)}”" if one.reads else ""
    url = f" <{one.url}>" if one.url and not _UNSAFE_IN_ADDRESS.search(one.url) else ""
    return f"{escaped(one.line)}{reads}{url}"
