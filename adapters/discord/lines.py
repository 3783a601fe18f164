"""A line of a document → Discord markdown that shows it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from adapters.discord.limits import size
from adapters.discord.markdown import code, day, emphasised, escaped, linked, strong
from adapters.discord.message import EVERYONE
from adapters.discord.wording import OPEN
from bot.commands.names import argument_name, command_name, typed_value
from bot.documents.tree import (
    Channel,
    CommandLine,
    Day,
    Inline,
    Line,
    Link,
    Person,
    Ping,
    Style,
    Words,
)
from bot.safe_text import cut

CommandIds = Mapping[str, int]
"""The ids that Discord gave the commands, by name: a command whose id is known can be pressed."""

# Nobody sees it: "**a***b*" would be neither bold nor italic.
_APART = "\N{ZERO WIDTH SPACE}"
_STYLES = {
    Style.PLAIN: escaped,
    Style.BOLD: strong,
    Style.ITALIC: emphasised,
    Style.CODE: code,
}


def markdown_of(line: Line, ids: CommandIds, most: int) -> str:
    """The line; words of it that would take more than `most` characters are cut."""
    parts, styled = list[str](), False
    for one in _merged(line):
        drawn = _drawn(one, ids, most)
        marked = isinstance(one, Words) and one.style is not Style.PLAIN
        parts += [_APART, drawn] if styled and marked else [drawn]
        styled = marked
    return "".join(parts)


def in_bold(line: Line) -> Line:
    """The line with its plain words in bold."""
    return tuple(
        replace(one, style=Style.BOLD)
        if isinstance(one, Words) and one.style is Style.PLAIN
        else one
        for one in line
    )


def _drawn(one: Inline, ids: CommandIds, most: int) -> str:
    match one:
        case Words(text, style):
            return _STYLES[style](_cut(text, most))
        case Link(words, url):
            return _link(words, url)
        case Day(moment):
            return day(moment)
        # Sent without allowed mentions, they ping nobody.
        case Person(id):
            return f"<@{id}>" if _snowflake(id) else escaped(id)
        case Ping(id):
            return "@everyone" if id == EVERYONE else f"<@&{id}>" if _snowflake(id) else escaped(id)
        case Channel(id):
            return f"<#{id}>" if _snowflake(id) else escaped(id)
        case CommandLine(command, arguments):
            return _command(command, arguments, ids)


def _link(words: str, url: str) -> str:
    """To the page instead of to the words on it where that address is too long for Discord."""
    link = linked(words, url, OPEN()) or linked(words, url.partition("#")[0], OPEN())
    # In quotes it can't pass for the words around it.
    return link or f"“{escaped(words)}”"


def _command(command: str, arguments: tuple[tuple[str, str], ...], ids: CommandIds) -> str:
    typed = " ".join(
        f"{argument_name(name)}: {typed_value(name, value)}" for name, value in arguments
    )
    if command not in ids:
        return code(f"/{command_name(command)} {typed}".rstrip())
    pressed = f"</{command}:{ids[command]}>"
    return f"{pressed} {code(typed)}" if typed else pressed


def _merged(line: Line) -> Iterator[Inline]:
    """Words that look alike and touch as one: "1" and ". May" could begin a list together."""
    last: Words | None = None
    for one in line:
        if isinstance(one, Words):
            if last and last.style is one.style:
                last = Words(f"{last.text}{one.text}", one.style)
                continue
            if not one.text:
                continue
        if last:
            yield last
        last = one if isinstance(one, Words) else None
        if last is None:
            yield one
    if last:
        yield last


def _cut(text: str, most: int) -> str:
    """As many of its first words as take no more than `most` characters; a backslash takes one."""
    kept, room = text, most
    while size(escaped(kept)) > most:
        kept, room = cut(text, room), room - max(room // 8, 1)
    return kept


def _snowflake(id: str) -> bool:
    return id.isascii() and id.isdecimal()
