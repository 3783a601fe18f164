"""A quote's place in an article → the link that opens the page at these words. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Self
from urllib.parse import quote

_SHORT = 24  # characters that a link carries in full; of more, the first and last words
_LONGEST = 300  # bytes of UTF-8 that it carries where the first and last words are not enough
_OPENS, _CLOSES = 16, 12  # characters, made up to whole words, that stand for a quote's ends
_FAR_ENOUGH = 40  # to which these ends may grow so as to occur nowhere else
_ROOM = 500  # characters that all directives of a link may fill; the first may be longer
_MOST_WORDS = 40  # of context
_MOST_REPEATS = 1000  # looked at in one try, so that a hostile article cannot stall the bot

# Scripts that put no spaces between words; their clauses serve as words here.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007"
    r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_CLAUSE_ENDS = r"\u3001\u3002\u300d\u300f\u2026\uff01\uff09\uff0c\uff1a\uff1b\uff1f"
_WORD = re.compile(rf"[{_UNSPACED}]{{1,30}}[{_CLAUSE_ENDS}]*|[^\s{_UNSPACED}]+")
_INSIDE_CLAUSE = re.compile(rf"[{_UNSPACED}]{{2}}")

# Where UAX #29 sees no word boundary: between letters, in "can't", "U.S", "3,000" and joined emoji.
_LETTER = rf"(?:[^\W{_UNSPACED}]|[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0900-\u0dff])"
_INSIDE_WORD = re.compile(
    rf"(?<={_LETTER})(?=['\u2019.]?{_LETTER})|(?<={_LETTER}['\u2019.])(?={_LETTER})"
    r"|(?<=\d)(?=[,;]\d)|(?<=\d[,;])(?=\d)|(?<=\S)(?=[\u200d\ufe0f])|(?<=\u200d)(?=\S)"
)
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_QUOTATION_MARKS = (("\u2018", "'"), ("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"'))
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_BLOCK_ENDS = re.compile(r"[\n\t]")  # of a paragraph, and of a table's cell


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A quote and what the page shows before and after it: single spaces, a newline a block."""

    before: str
    words: str
    after: str

    def without(self, head: int, tail: int) -> Self:
        """The quote less so many characters at its ends and the white space next to them."""
        end = len(self.words) - tail
        words = self.words[head:end]
        start, end = end - len(words.lstrip()), head + len(words.rstrip())
        before, after = self.before + self.words[:start], self.words[end:] + self.after
        return type(self)(before, self.words[start:end], after)


@dataclass(frozen=True, slots=True)
class _Directive:
    """What follows one `text=`; "" for what it lacks."""

    prefix: str
    start: str
    end: str = ""
    suffix: str = ""


def quote_link(url: str, text: str, start: int, end: int, title: str = "") -> str:
    """The article's url with a text fragment that opens the page at `text[start:end]`.

    Built to "URL Fragment Text Directives" (WICG, https://wicg.github.io/scroll-to-text-fragment/):
    `#:~:text=[prefix-,]start[,end][,-suffix]`. A "\\n" or tab in the text is taken for a block
    boundary of the page, and `title` for a heading above it. A range that begins or ends inside a
    word is widened to the whole word. Where the words occur earlier too, context is added until
    following the link finds exactly this range; where no context tells the two apart, the link
    finds the earlier one.

    Of all but short quotes only the first and last words are named: what stands between them may
    be on the page otherwise than in the text. Further directives (`&text=`) name the words from
    the second on, for a drop cap is no part of the first word, and words further in, in case that
    something stands among the first or last which the text lacks.

    An article without a url gets no link: "". Raises ValueError for a range outside the text and
    for one without words.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"range [{start}, {end}) is outside the text of {len(text)} characters")
    if not text[start:end].strip():
        raise ValueError(f"range [{start}, {end}) is empty: there are no words to link to")
    if not url:
        return ""
    start, end = _whole_words(text, start, end)
    # A headline that has all of the words may as well be found for them.
    known = _folded(" ".join(text[start:end].split())) in _folded(" ".join(title.split()))
    heading = "" if known else f"{title}\n"
    quoted = _as_shown(heading + text, len(heading) + start, len(heading) + end)
    address, _, fragment = url.partition("#")
    element, _, _ = fragment.partition(":~:")
    directives = "&".join(f"text={spelled}" for spelled in _spelled_out(quoted))
    return f"{address}#{element}:~:{directives}"


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends, widened to where words begin and end."""
    words = text[start:end]
    start, end = end - len(words.lstrip()), start + len(words.rstrip())
    while _INSIDE_WORD.match(text, start):
        start -= 1
    while _INSIDE_WORD.match(text, end):
        end += 1
    return start, end


def _as_shown(text: str, start: int, end: int) -> _Quoted:
    # NUL can mark the seams: HTML turns it into U+FFFD, so no page shows one.
    parts = (part.replace("\0", "\ufffd") for part in (text[:start], text[start:end], text[end:]))
    lines = (" ".join(line.split()) for line in _BLOCK_ENDS.split("\0".join(parts)))
    return _Quoted(*"\n".join(filter(None, lines)).split("\0"))


def _spelled_out(quoted: _Quoted) -> Iterator[str]:
    """The quote's own directive, then those that find it on a page that differs from the text."""
    own = _directive(quoted)
    yield (spelled := _spelled(own))
    further = []
    heads, tails = _heads(quoted.words), _tails(quoted.words)
    if not quoted.before or quoted.before.endswith("\n"):
        further.append(quoted.without(len(heads[0]), 0))
    if own.end:
        further.append(quoted.without(len(own.start), len(own.end)))
    elif len(quoted.words) > 2 * (_OPENS + _CLOSES):
        third = len(quoted.words) // 3
        ends = [next((e for e in of if len(e) >= third), of[-1]) for of in (heads, tails)]
        further.append(quoted.without(*map(len, ends)))
    room = _ROOM - len(spelled)
    for part in further:
        directive = _directive(part) if part.words else None
        if directive and _alone(part, directive):
            spelled = _spelled(directive)
            room -= len(spelled)
            if room >= 0:
                yield spelled


def _alone(quoted: _Quoted, directive: _Directive) -> bool:
    """Whether it is more than a word or two, needs no context, and neither end of it stands
    elsewhere in the article: where the page lacks one of them, it has to find nothing."""
    start, end = directive.start, directive.end
    if directive.prefix or directive.suffix or len(start + end) < _CLOSES:
        return False
    page, at, till = _page(quoted)
    return (
        _find(page, start, 0) == at
        and _find(page, start, at + 1) < 0
        and (not end or _find(page, end, till) < 0)
    )


def _directive(quoted: _Quoted) -> _Directive:
    """The first directive, from short to long, that finds the words between before and after."""
    before, words, after = quoted.before, quoted.words, quoted.after
    line_before = before.rstrip().rpartition("\n")[2]
    line_after = after[:1] + after[1:].partition("\n")[0]
    prefixes, suffixes = _tails(line_before), _heads(line_after.lstrip())
    # Inside a clause only a browser's dictionary knows the words: the context has to complete it.
    if not _INSIDE_CLAUSE.match(before[-1:] + words[:1]):
        prefixes.insert(0, "")
    if not _INSIDE_CLAUSE.match(words[-1:] + after[:1]):
        suffixes.insert(0, "")

    by_ends, found = _by_its_ends(quoted, prefixes, suffixes)
    long = "\n" in words or len(words.encode("utf-8", "replace")) > _LONGEST
    if by_ends and (long or (found and not by_ends.prefix and not by_ends.suffix)):
        return by_ends
    # Context breaks where anything stands beside the quote that the text lacks; all words don't.
    page, at, _ = _page(quoted)
    for prefix, suffix in _both(prefixes, suffixes):
        if _find(page, words, 0, prefix, suffix) == at:
            return _Directive(prefix, words, "", suffix)
    return by_ends or _Directive(prefixes[0], words, "", suffixes[0])


def _by_its_ends(
    quoted: _Quoted, prefixes: list[str], suffixes: list[str]
) -> tuple[_Directive | None, bool]:
    """A directive of the quote's first and last words, and whether it finds the quote; None for a
    quote too short for that. Ends that the article has nowhere else are preferred."""
    first, last = _outer_lines(quoted.words)
    if not (first and last):
        return None, False
    page, at, till = _page(quoted)
    least = len(quoted.words) // (1 if "\n" in quoted.words else 3)
    starts = list(_growing(_heads(first), prefixes, min(_OPENS, least)))
    found = [pair for pair in starts if _find(page, pair[0], 0, pair[1]) == at]
    alone = (
        pair
        for pair in found
        if len(pair[0]) <= _FAR_ENOUGH and _find(page, pair[0], at + 1, pair[1]) < 0
    )
    # The more the start takes up, the fewer places remain where the end could be found too soon.
    for start, prefix in (next(alone, (found or starts)[0]), starts[-1]):
        begin = at + len(_folded(start))
        fallback = None
        for end, suffix in _growing(_tails(last), suffixes, min(_CLOSES, least)):
            if _find(page, end, begin, "", suffix) + len(_folded(end)) != till:
                continue
            directive = _Directive(prefix, start, end, suffix)
            if _find(page, end, till, "", suffix) < 0:
                return directive, bool(found)
            fallback = fallback or directive
            if len(end) > _FAR_ENOUGH:
                break
        if fallback:
            return fallback, bool(found)
    return _Directive(prefix, start, end, suffix), False


def _page(quoted: _Quoted) -> tuple[str, int, int]:
    """The page as browsers compare it, and where on it the quote begins and ends."""
    before, words, after = map(_folded, (quoted.before, quoted.words, quoted.after))
    return before + words + after, len(before), len(before) + len(words)


def _outer_lines(words: str) -> tuple[str, str]:
    """Where a quote too long to be named in full begins and ends: in two lines or halves of one."""
    if "\n" in words:
        return words.partition("\n")[0], words.rpartition("\n")[2]
    middle = len(words) // 2 if len(words) > _SHORT else 0
    cut = max((word.start() for word in _WORD.finditer(words, 0, middle)), default=0)
    return words[:cut].rstrip(), words[cut:]


def _heads(line: str) -> list[str]:
    """The line's first word, its first two words, and so on."""
    return [line[: word.end()] for word in islice(_WORD.finditer(line), _MOST_WORDS)]


def _tails(line: str) -> list[str]:
    """The line's last word, its last two words, and so on."""
    starts = [word.start() for word in _WORD.finditer(line)]
    return [line[start:] for start in starts[: -_MOST_WORDS - 1 : -1]]


def _both(prefixes: list[str], suffixes: list[str]) -> Iterator[tuple[str, str]]:
    """Ever more context: before, after, or both."""
    for count in range(1, max(len(prefixes), len(suffixes)) + 1):
        prefix, suffix = prefixes[:count][-1], suffixes[:count][-1]
        yield from ((prefix, suffixes[0]), (prefixes[0], suffix), (prefix, suffix))


def _growing(words: list[str], contexts: list[str], least: int) -> Iterator[tuple[str, str]]:
    """Ever more words, `least` characters or more, then ever more context, at last all of both."""
    enough = [some for some in words if len(some) >= least] or words[-1:]
    yield from ((some, contexts[0]) for some in enough)
    yield from ((enough[0], context) for context in contexts)
    yield enough[-1], contexts[-1]


def _find(page: str, words: str, begin: int, prefix: str = "", suffix: str = "") -> int:
    """Where from `begin` on a browser first finds the words between prefix and suffix, or -1.

    What it finds, context included, must begin and end at word boundaries.
    """
    words, prefix, suffix = _folded(words), _folded(prefix), _folded(suffix)
    at = begin - 1
    for _ in range(_MOST_REPEATS):
        at = page.find(words, at + 1)
        if at < 0:
            break
        till = at + len(words)
        left = at - (len(prefix) + page[at - 1 : at].isspace() if prefix else 0)
        right = till + (len(suffix) + page[till : till + 1].isspace() if suffix else 0)
        if (
            left >= 0
            and page[left:at].startswith(prefix)
            and page[till:right].endswith(suffix)
            and not _INSIDE_WORD.match(page, left)
            and not _INSIDE_WORD.match(page, right)
        ):
            return at
    return -1


def _folded(text: str) -> str:
    """What browsers compare: letters without case and accents, and straight quotation marks."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
        for curly, straight in _QUOTATION_MARKS:
            text = text.replace(curly, straight)
    return text.casefold()


def _spelled(directive: _Directive) -> str:
    """The directive, percent-encoded down to letters, digits and `_.~`, which chats leave whole."""
    prefix, start, end, suffix = (
        # Pages show a lone surrogate as U+FFFD. `quote` keeps "-", which is syntax here.
        quote(_SURROGATES.sub("\ufffd", part), safe="").replace("-", "%2D")
        for part in (directive.prefix, directive.start, directive.end, directive.suffix)
    )
    parts = (f"{prefix}-" if prefix else "", start, end, f"-{suffix}" if suffix else "")
    return ",".join(filter(None, parts))
