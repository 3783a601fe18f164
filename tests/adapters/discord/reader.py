"""Discord markdown → what a reader sees of it: words, how they look, and what acts.

Built from Discord's help pages on markdown and message formatting, and from what its staff and
others found out by trying, where those are silent: backslashes are shown and act not inside the
words of a masked link, which is none if an address, a mention or an emoji is among them
(discord-api-docs issues 6185, 7673 and 7721). Where clients differ or nobody knows, the reader
takes for markup whatever may be.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with their looks; `acts`: what they are besides, such as a mention; `link`: where
    they lead; `quote`: the line on which their block quote begins, from 1 on, 0 for none."""

    text: str
    looks: frozenset[str] = frozenset()
    acts: str = ""
    link: str = ""
    quote: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    """What surrounds a text: whether its first line begins a line, and what its words are."""

    piece: Piece = Piece("")
    first: bool = True
    quotes: bool = True
    escapes: bool = True
    blocks: bool = True


_BLOCKS = (
    ("quote", re.compile(r"(?: *> [^\n]*(?:\n|\Z))+")),
    ("rest", re.compile(r" *>>> (?P<in>.*)", re.DOTALL)),
    ("heading", re.compile(r" *#{1,3}\s+(?P<in>[^\n]*)(?:\n|\Z)")),
    ("small", re.compile(r" *-#\s+(?P<in>[^\n]+)(?:\n|\Z)")),
    ("list", re.compile(r"[^\S\n]*(?:[-*+]|\d+[.)])[^\S\n]+(?P<in>[^\n]*)(?:\n|\Z)")),
)
_LOOKS = (
    ("bold", re.compile(r"\*\*(?P<in>(?:\\.|[^\\])+?)\*\*(?!\*)", re.DOTALL)),
    ("underline", re.compile(r"__(?P<in>(?:\\.|[^\\])+?)__(?!_)", re.DOTALL)),
    ("italic", re.compile(r"\*(?!\s)(?P<in>(?:\\.|\*\*|[^*\\])+?)(?<!\s)\*(?!\*)", re.DOTALL)),
    ("italic", re.compile(r"_(?P<in>(?:\\.|__|[^_\\])+?)_(?!\w)", re.DOTALL)),
    ("strike", re.compile(r"~~(?P<in>.+?)~~", re.DOTALL)),
    ("spoiler", re.compile(r"\|\|(?P<in>.+?)\|\|", re.DOTALL)),
)
_ACTS = (
    ("code", re.compile(r"```.+?```|(`+).+?(?<!`)\1(?!`)", re.DOTALL)),
    ("user", re.compile(r"<@!?(?P<id>\d+)>")),
    ("role", re.compile(r"<@&\d+>")),
    ("channel", re.compile(r"<#\d+>")),
    ("everyone", re.compile(r"@(?:everyone|here)")),
    ("command", re.compile(r"</[^\n>]+:\d+>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>|:[\w+-]+:")),
    ("guild", re.compile(r"<id:\w+(?::\d+)?>")),
    ("timestamp", re.compile(r"<t:(?P<id>-?\d+)(?::[tTdDfFsSR])?>")),
    ("autolink", re.compile(r"<(?:[^: >]+:/[^ >]+|[^\s<>]+@[^\s<>]+\.\w+|\+?\d[\d ()-]*)>")),
    ("address", re.compile(r"(?:https?|steam|discord)://[^\s<]+|\bdiscord(?:app)?\.\w+/\w+")),
)
_MASKED = re.compile(
    r"\[(?P<words>(?:\[[^\]]*\]|[^\[\]])*[^\[]*?)\]"
    r"\(\s*(?:<(?P<safe>[^\s<>]*)>|(?P<url>(?:\([^)]*\)|[^\s\\]|\\.)*?))(?:\s+['\"].*?['\"])?\s*\)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_SHRUG = "¯\\_(ツ)_/¯"
_DROPPED_IN_LINKS = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f]")
_PICTURES = re.compile("[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u27bf\ufe0f]")


def read(components: Iterable[Mapping[str, Any]]) -> list[list[Piece]]:
    """The pieces of each text display, in the order shown."""
    return [pieces(content) for content in _contents(components)]


def pieces(markdown: str) -> list[Piece]:
    """What is seen of one text; pieces that look alike and touch are one."""
    seen: list[Piece] = []
    for piece in _pieces(markdown, _State()):
        last = seen[-1] if seen else None
        if last and not piece.acts and replace(last, text="") == replace(piece, text=""):
            seen[-1] = replace(last, text=last.text + piece.text)
        else:
            seen.append(piece)
    return seen


def shown(seen: Iterable[Piece]) -> str:
    """The words alone."""
    return "".join(piece.text for piece in seen)


def quotes(seen: Iterable[Piece]) -> list[str]:
    """The words of each block quote."""
    found: dict[int, str] = {}
    for piece in seen:
        if piece.quote:
            found[piece.quote] = found.get(piece.quote, "") + piece.text
    return list(found.values())


def _contents(components: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for component in components:
        if "content" in component:
            yield component["content"]
        yield from _contents(component.get("components", ()))


def _pieces(text: str, state: _State) -> Iterator[Piece]:
    at, plain = 0, ""
    while at < len(text):
        match = _block_at(text, at, state) or _inline_at(text, at, state)
        if match is None:
            plain += text[at]
            at += 1
            continue
        found, at = match
        if isinstance(found, str):
            plain += found
            continue
        if plain:
            yield replace(state.piece, text=plain)
            plain = ""
        yield from found
    if plain:
        yield replace(state.piece, text=plain)


_Match = tuple[str | list[Piece], int]


def _block_at(text: str, at: int, state: _State) -> _Match | None:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    # U+2028 begins no line for Discord's rules, but may for a client's `^`.
    line = re.split("[\r\u2028\u2029]", line)[-1]
    begins = at > 0 or state.first
    if line or not begins or not state.blocks:
        return None
    for name, pattern in _BLOCKS:
        if name in ("quote", "rest") and not state.quotes:
            continue
        match = pattern.match(text, at)
        if match is None:
            continue
        if name in ("quote", "rest"):
            number = 1 + text.count("\n", 0, at) + state.piece.quote
            inner = match["in"] if name == "rest" else _unquoted(match[0])
            quoted = replace(state, piece=replace(state.piece, quote=number), quotes=False)
            return [*_pieces(inner, replace(quoted, first=True))], match.end()
        inside = replace(_styled(state, name), first=True, blocks=name in ("list", "small"))
        broken = [replace(state.piece, text="\n")] if match[0].endswith("\n") else []
        return [*_pieces(match["in"], inside), *broken], match.end()
    return None


def _unquoted(lines: str) -> str:
    return "\n".join(line.partition("> ")[2] for line in lines.removesuffix("\n").split("\n"))


def _inline_at(text: str, at: int, state: _State) -> _Match | None:
    if state.escapes:
        if text.startswith(_SHRUG, at):
            return _SHRUG, at + len(_SHRUG)
        if escape := _ESCAPE.match(text, at):
            return escape[1], escape.end()
    if (masked := _MASKED.match(text, at)) and state.escapes:
        return _masked(masked, state), masked.end()
    for name, pattern in _ACTS:
        if match := pattern.match(text, at):
            return [replace(state.piece, text=match[0], acts=name)], match.end()
    for name, pattern in _LOOKS:
        if match := pattern.match(text, at):
            begins = not text[text.rfind("\n", 0, at) + 1 : at].strip() and (at > 0 or state.first)
            return [*_pieces(match["in"], replace(_styled(state, name), first=begins))], match.end()
    return None


def _masked(match: re.Match[str], state: _State) -> str | list[Piece]:
    words, url = match["words"], match["safe"] or match["url"] or ""
    piece = replace(state.piece, link=url)
    kept = _DROPPED_IN_LINKS.sub("", words)
    inside = [*_pieces(kept, _State(piece, True, True, False))]
    if not re.match(r"https?://[^\s/]", url) or not kept.strip():
        return match[0]
    if any(part.acts or (part.looks - piece.looks) & {"list", "heading"} for part in inside):
        return match[0]
    if any(ord(character) >= 0x1F000 for character in kept) or _PICTURES.search(kept):
        return match[0]
    return inside


def _styled(state: _State, name: str) -> _State:
    return replace(state, piece=replace(state.piece, looks=state.piece.looks | {name}))
