"""A quote's place in an article → the link that opens the page at these words. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote

_LONGEST = 300  # bytes of UTF-8 that a link carries in full; of more, the first and last words
_ENOUGH = 20  # characters, made up to whole words, that stand for either end of such a quote
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


def quote_link(url: str, text: str, start: int, end: int) -> str:
    """The article's url with a text fragment that opens the page at `text[start:end]`.

    Built to "URL Fragment Text Directives" (WICG, https://wicg.github.io/scroll-to-text-fragment/):
    `#:~:text=[prefix-,]start[,end][,-suffix]`. A "\\n" in the text is taken for a block boundary
    of the page. A range that begins or ends inside a word is widened to the whole word. Where the
    words occur earlier too, context is added until following the link finds exactly this range;
    where no context tells the two apart, the link finds the earlier one.

    An article without a url gets no link: "". Raises ValueError for a range outside the text and
    for one without words.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"range [{start}, {end}) is outside the text of {len(text)} characters")
    if not text[start:end].strip():
        raise ValueError(f"range [{start}, {end}) is empty: there are no words to link to")
    if not url:
        return ""
    before, words, after = _as_shown(text, *_whole_words(text, start, end))
    address, _, fragment = url.partition("#")
    element, _, _ = fragment.partition(":~:")
    return f"{address}#{element}:~:text={_directive(before, words, after)}"


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends, widened to where words begin and end."""
    words = text[start:end]
    start, end = end - len(words.lstrip()), start + len(words.rstrip())
    while _INSIDE_WORD.match(text, start):
        start -= 1
    while _INSIDE_WORD.match(text, end):
        end += 1
    return start, end


def _as_shown(text: str, start: int, end: int) -> list[str]:
    """Before, quote and after as a page shows them: single spaces, a newline between blocks."""
    # NUL can mark the seams: HTML turns it into U+FFFD, so no page shows one.
    parts = (part.replace("\0", "\ufffd") for part in (text[:start], text[start:end], text[end:]))
    lines = (" ".join(line.split()) for line in "\0".join(parts).split("\n"))
    return "\n".join(filter(None, lines)).split("\0")


def _directive(before: str, words: str, after: str) -> str:
    """The first directive, from short to long, that finds the words between before and after."""
    line_before = before.rstrip().rpartition("\n")[2]
    # Later lines cannot be found first: they are left out, to be quick.
    line_after = after[:1] + after[1:].partition("\n")[0]
    prefixes, suffixes = _tails(line_before), _heads(line_after.lstrip())
    # Inside a clause only a browser's dictionary knows the words: the context has to complete it.
    if not _INSIDE_CLAUSE.match(before[-1:] + words[:1]):
        prefixes.insert(0, "")
    if not _INSIDE_CLAUSE.match(words[-1:] + after[:1]):
        suffixes.insert(0, "")

    folded = [_folded(part) for part in (before, words, line_after)]
    page, at, till = "".join(folded), len(folded[0]), len(folded[0] + folded[1])
    first, last = _outer_lines(words)
    if not (first and last):
        for prefix, suffix in _both(prefixes, suffixes):
            if _find(page, words, 0, prefix, suffix) == at:
                return _spelled(prefix, words, "", suffix)
        return _spelled(prefixes[0], words, "", suffixes[0])

    starts = list(_growing(_heads(first), prefixes))
    found = (pair for pair in starts if _find(page, pair[0], 0, pair[1]) == at)
    # The more the start takes up, the fewer places remain where the end could be found too soon.
    for start, prefix in (next(found, starts[-1]), starts[-1]):
        begin = at + len(_folded(start))
        for end, suffix in _growing(_tails(last), suffixes):
            if _find(page, end, begin, "", suffix) + len(_folded(end)) == till:
                return _spelled(prefix, start, end, suffix)
    return _spelled(prefix, start, end, suffix)


def _outer_lines(words: str) -> tuple[str, str]:
    """Where a quote too long for one exact match begins and ends: in two lines or halves of one."""
    if "\n" in words:
        return words.partition("\n")[0], words.rpartition("\n")[2]
    middle = len(words) // 2 if len(words.encode("utf-8", "replace")) > _LONGEST else 0
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


def _growing(words: list[str], contexts: list[str]) -> Iterator[tuple[str, str]]:
    """Ever more words, then ever more context, at last all of both."""
    enough = [some for some in words if len(some) >= _ENOUGH] or words[-1:]
    yield from ((some, contexts[0]) for some in enough)
    yield from ((enough[0], context) for context in contexts)
    yield enough[-1], contexts[-1]


def _find(page: str, words: str, begin: int, prefix: str, suffix: str = "") -> int:
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


def _spelled(prefix: str, start: str, end: str, suffix: str) -> str:
    """The directive, percent-encoded down to letters, digits and `_.~`, which chats leave whole."""
    prefix, start, end, suffix = (
        # Pages show a lone surrogate as U+FFFD. `quote` keeps "-", which is syntax here.
        quote(_SURROGATES.sub("\ufffd", part), safe="").replace("-", "%2D")
        for part in (prefix, start, end, suffix)
    )
    parts = (f"{prefix}-" if prefix else "", start, end, f"-{suffix}" if suffix else "")
    return ",".join(filter(None, parts))
