"""Text of articles and people → Discord markdown that shows it to the character. Pure.

A backslash before a punctuation mark is not shown and takes the mark's meaning; nothing else is
put into the text. Inside the words of a link backslashes are shown and other markup acts
(discord/discord-api-docs issue 6185), an emoji or an address ends the link (issues 7673, 7721):
only words without any of them become a link, others stand beside one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.safe_text import sendable
from bot.safe_text import web_address as allowed_address
from retrieval.sentences import Span

# "." and "-" begin lists only at the start of a line; ":" is in every address and emoji, "/" in
# every address, invitation and command.
_ACTS = re.compile(r"[\\*_~|`<>\[\]#@:/]")
_FIRST_OF_LINE = r"(?:^|(?<=[\r\u2028\u2029]))"
_ACTS_FIRST = re.compile(
    rf"{_FIRST_OF_LINE}([^\S\n]*)([-+])|{_FIRST_OF_LINE}([^\S\n]*\d+)([.)])", re.MULTILINE
)
_ENDS_CODE = re.compile(r"[`\r\n\u2028\u2029]")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
# What begins a new line in some client, and so could begin a list or a heading.
_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")

_LINKABLE = frozenset(" .,;:!?'\"()’‘“”„«»‹›–—-…&%$€£¥+=/·、。「」『』（）！？，：；・")
_PLAIN_CATEGORIES = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"))
# Letters, to Unicode, that are shown as an emoji or not at all, and what makes emoji of others.
_NOT_LINKABLE = frozenset("ℹ\ufe0e\ufe0f\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
# An address, or what Discord takes for one to keep links from leading elsewhere than they say
# (it reads letters that look like "/" as one); an emoji's name; the start of a list or heading.
_LIKE_MARKUP = re.compile(
    r"[/ノ丿〳]\s*[/ノ丿〳]|\bwww\.|[^\s.]\.[a-z]{2,}\b|\bdiscord\w*\W*\w*/|:\S*:"
    r"|^\s*(?:[-+=]|\d+[.)])",
    re.IGNORECASE,
)
# `quote_link` and browsers escape these; as they are they end no link. In 2023 clients refused
# masked links with needless escapes (jayktaylor/mw-discord pull request 54).
_NEEDLESS = re.compile("%(21|27|2A)", re.IGNORECASE)
# Of the 4,000 characters that a message may have.
_MOST_URL = 1_500
_FIRST, _LAST = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

# From UTC−10 to UTC+13:45 this is the same day: Hawaii to New Zealand in its summer. Noon would
# be tomorrow in New Zealand; nothing is today everywhere, since zones span 26 hours.
_DATE_ALONE = time(10)


def escaped(text: str) -> str:
    """`text`, shown as it is: no character of it formats, mentions, links or begins a list."""
    return _ACTS_FIRST.sub(r"\1\3\\\2\4", _ACTS.sub(r"\\\g<0>", text))


def unescaped(markdown: str) -> str:
    """What `escaped` was given."""
    return _ESCAPED.sub(r"\1", markdown)


def quotation(
    text: str,
    bold: Iterable[Span] = (),
    struck: Iterable[Span] = (),
    before: str = "",
    after: str = "",
) -> str:
    """`text` between what stands `before` and `after` it as one block quote, its `bold` spans bold
    and the `struck` ones struck through; every line of it stays inside."""
    shown, lines, at = sendable(f"{before}{text}{after}"), [], 0
    looks = _Looks(_joined(bold, len(before)), _joined(struck, len(before)))
    for found in (*_BREAK.finditer(shown), None):
        end = found.start() if found else len(shown)
        lines.append(f"> {looks.of(shown, at, end)}")
        at = found.end() if found else end
    return "\n".join(lines)


def strong(text: str) -> str:
    """`text` in bold; white space around it stays outside, where it can't undo that."""
    return _around("**", text)


def emphasised(text: str) -> str:
    """`text` in italics."""
    return _around("*", text)


def code(text: str) -> str:
    """`text` as it is typed; as words where it would end that itself."""
    return f"`{text}`" if text.strip() and not _ENDS_CODE.search(text) else escaped(text)


def preformatted(text: str) -> str:
    """`text` of several lines as it is typed, to be copied; as words where it would end that."""
    shown = sendable(text)
    if "```" in shown or shown.startswith("`") or shown.endswith("`"):
        return quotation(shown)
    # On the line of the fence the first word would be the name of a language.
    return f"```\n{shown}\n```" if shown.strip() else ""


def small(markdown: str) -> str:
    """One line of markdown in small print."""
    return f"-# {markdown}"


def linked(words: str, url: str, beside: str) -> str | None:
    """One line that leads to `url`, or that a link saying `beside` follows; None where the
    address is none that a link may lead to."""
    address = web_address(url)
    if not address:
        return None
    # Discord drops directional marks from the words of a link, so an isolate goes around it.
    bare = words.removeprefix(_FIRST).removesuffix(_LAST)
    if not linkable(bare):
        return f"“{escaped(words)}” ([{beside}](<{address}>))"
    link = f"[{bare}](<{address}>)"
    return link if bare == words else f"{_FIRST}{link}{_LAST}"


def linkable(words: str) -> bool:
    """Whether Discord shows them, as the words of a link, to the character."""
    return (
        all(_is_plain(character) for character in words)
        and any(character.isalnum() for character in words)
        and not _LIKE_MARKUP.search(words)
    )


def web_address(url: str) -> str:
    """`url` as a masked link keeps it, where a link may lead there, else ""."""
    kept = _NEEDLESS.sub(lambda found: chr(int(found[1], 16)), allowed_address(url))
    # Unescaped, a bracket could be where the link ends.
    kept = kept.replace("(", "%28").replace(")", "%29")
    return kept if len(kept) <= _MOST_URL else ""


def day(published: datetime) -> str:
    """A timestamp that shows the day that the outlet wrote, wherever its reader is."""
    moment = datetime.combine(published.date(), _DATE_ALONE, UTC)
    return f"<t:{int(moment.timestamp())}:D>"


@dataclass(frozen=True, slots=True)
class _Looks:
    """The spans of a text that look otherwise, in order and apart."""

    bold: Sequence[Span]
    struck: Sequence[Span]

    def of(self, text: str, start: int, end: int) -> str:
        """One line of it. What is both is struck inside of what is bold, since "**a****b**" would
        not be bold."""
        parts = list[str]()
        for first, last, is_bold in _apart(self.bold, start, end):
            inside = "".join(
                _struck(text[one:other]) if is_struck else escaped(text[one:other])
                for one, other, is_struck in _apart(self.struck, first, last)
            )
            parts.append(_wrapped("**", inside) if is_bold else inside)
        return "".join(parts)


def _apart(spans: Sequence[Span], start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """What of `[start, end)` is in one of the spans, and what is between them."""
    at = start
    for span in spans:
        first, last = max(span[0], start), min(span[1], end)
        if first < last:
            yield at, first, False
            yield first, last, True
            at = last
    yield at, end, False


def _around(mark: str, text: str) -> str:
    return _wrapped(mark, escaped(text))


def _struck(text: str) -> str:
    # Where it ends Discord finds without regard to backslashes: of "~~a\~~~" it would show one.
    words = (n for n in range(len(text), 0, -1) if text[n - 1] != "~" and not text[n - 1].isspace())
    end = next(words, 0)
    return _around("~~", text[:end]) + escaped(text[end:])


def _wrapped(mark: str, markdown: str) -> str:
    """The mark on both sides of it, but for the white space around it."""
    words = markdown.strip()
    if not words:
        return markdown
    before, after = markdown.split(words, 1) if words != markdown else ("", "")
    return f"{before}{mark}{words}{mark}{after}"


def _joined(spans: Iterable[Span], by: int) -> list[Span]:
    """Moved `by` characters, without empty ones; those that touch as one."""
    joined: list[Span] = []
    for start, end in sorted((a + by, b + by) for a, b in spans if a < b):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _is_plain(character: str) -> bool:
    if character in _NOT_LINKABLE:
        return False
    return character in _LINKABLE or unicodedata.category(character) in _PLAIN_CATEGORIES
