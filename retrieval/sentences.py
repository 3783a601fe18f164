"""Text → the offsets of its sentences. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sentencex import get_sentence_boundaries

Span = tuple[int, int]

ENGLISH = "en"

_END = re.compile(r"[.!?…。！？｡।؟۔။](?:\s?»)?[\"'“”’«»)\]」』）】》]*$")
# What a list's item, a table's row and a numbered point open or are made of.
_MARKER = re.compile(r"(?:[-–—•*‣◦·+]|\(?(?:\d{1,3}|[a-z])[.)])[ \t\u00a0]+(?=\S)")
_ONLY_NUMBER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]")
_ONLY_MARKS = re.compile(r"[\s!-/:-@\[-`{-~“”‘’«»„…–—]+")
_CELLS = re.compile(r"\S *\t\s*\S|^\s*\|.*\S|\S +\| +\S.*\S +\| +\S")
_TWO_SENTENCES = re.compile(r"\w{3}[.!?][\"”]?\s+[A-Z]")
_LONGEST_ROW = 300  # characters; a paragraph may hold a tab, too

# Words with which a new sentence begins, and names, titles and second initials don't.
_OPENERS = frozenset(
    """a after all also an and another any are as at because before both but by can could despite
    did do does during each even every few first for from had has have he her here his how however
    i if in instead is it its just last later many meanwhile more most my neither no nobody none
    not now of on one only or other our over she since so some still such than that the their
    then there these they this those though through to today tomorrow two under until was we were
    what when where whether which while who why will with would yes yesterday yet you
    your""".split()
)
_FIRST_WORD = re.compile(r"[\"'“‘(\[]*([^\W\d_]+(?:['’][^\W\d_]+)?)")

_CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.m\.$|\b(?:noon|midnight)$", re.IGNORECASE)
_VERBS = r"was|is|were|will|would|had|has|saw|brings|brought|marks|marked|came|began|may|could"
_DAY_OF_CLOCK = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May"
    r"|June|July|Aug(?:ust|\.)|Sept(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.)"
    r"|Eastern|Pacific|Central|Mountain|Greenwich|[A-Z]{2,4}T|ET|PT|UTC|CEST|local)\b(?!['’]s)"
    rf"(?!\s+(?:{_VERBS})\b)"
)
# Titles stand before a name, whatever word it begins with; the others unless a sentence opens.
_TITLE = re.compile(r"(?:^|[\s(\"“‘'])(?:Mr|Mrs|Ms|Mx|Dr|Messrs)\.$")
_BEFORE_NAME = re.compile(
    r"(?:^|[\s(\"“‘'])(?:Prof|Sgt|Capt|Cpl|Pvt|Lt|Col|Maj|Gen|Adm|Cmdr|Det|Insp|Supt|Gov|Sen|Rep"
    r"|Hon|Rev|Fr|Msgr|Pres|Amb|Atty|St|Ste|Mt|Ft|Bros|M\.D|vs|approx|al|cf|viz|[a-z]\.[a-z])\.$"
)
_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(\"“‘'])(?:Nos?|Nr|Vol|Fig|Figs|Ch|Sec|Sect|Art|Op|Par|pp?|approx|ca|c|v|vs|max|min"
    r"|est)\.$"
)
_FIRM = re.compile(r"\b(?:Inc|Corp|Ltd|Co|LLC|PLC|S\.A|N\.V|L\.P)\.$")
_OFFICER = re.compile(
    r"(?:CEO|CFO|CTO|COO|chief|president|chair|director|founder|co-founder|spokes\w+|executive"
    r"|vice|manager|employees?|shareholders?|stock)\b",
    re.IGNORECASE,
)
# "George W. Bush", "J. K. Rowling": one capital letter after a name or at the beginning.
_INITIAL = re.compile(r"(?:^|[\"“‘'(]|\b[A-Z][\w’'-]*\.? |\b[A-Z]\. ?)[A-Z]\.$")
_ELLIPSIS = re.compile(r"(?:\.\s?){2}\.$|…$")
_SPLIT_ELLIPSIS = re.compile(r"(?:…|\.\.\.)[\"'”’]?\s+(?=[A-Z“‘\"])")
_ASKED_OR_CRIED = re.compile(r"(?:[!?…]|[-–—])[\"”’»']+$")
_SAYING = (
    r"(?:said|says|asked|asks|cried|shouted|yelled|wrote|writes|added|adds|told|replied|answered"
    r"|exclaimed|joked|tweeted|posted|called|sang|whispered|wondered|declared|warned|insisted"
    r"|recalled|explained|continued|demanded|screamed|chanted|responded|quipped|read|reads)"
)
# "Superintendent Ray Ortiz said at last."; with "said that …" or "said the …" a sentence begins.
_SPEAKS = re.compile(
    rf"(?P<who>(?:[^\s,.!?“”\"]+ ){{1,7}}?|[^.!?“”\"]{{1,60}}, [^,.!?“”\"]{{1,60}}, )"
    rf"(?:(?:once|then|later|also|had|has) )?{_SAYING}\b"
    r"(?!\s+(?:that|the|a|an|he|she|it|they|his|her|its|their|there|no|we|I)\b)"
)
_NAME_WITH_MARK = re.compile(r"\b[A-Z][\w’'-]*[!?]$")
_CLOSED_BRACKET = re.compile(r"[.!?][\"'”’]?\)\s+(?=[A-Z“‘\"])")

# A quotation is one sentence of sentencex, however many it holds; a longer one is taken apart.
_LONG = 260  # characters
_MARKS = str.maketrans(dict.fromkeys('“”"„«»', " "))
_OPENING_MARKS = re.compile(r"\s([“\"„«]+)\s*$")


def is_whole(sentence: str) -> bool:
    """Whether it ends as sentences do: headlines, captions and bylines have no full stop."""
    return bool(_END.search(sentence))


def is_item(line: str) -> bool:
    """Whether it opens like an item of a list: "- ", "• ", "2. "."""
    return bool(_MARKER.match(line))


def is_row(line: str) -> bool:
    """Whether it is a table's row: cells parted by tabs or by " | "."""
    fits = len(line) <= _LONGEST_ROW and bool(_CELLS.search(line))
    return fits and not _TWO_SENTENCES.search(line)


def sentence_spans(text: str, language: str = ENGLISH) -> list[Span]:
    """The sentences of `text` as `[start, end)` in characters, in order, without outer white space.

    A line break always ends a sentence: in extracted news text it separates paragraphs. A table's
    row is one sentence; an item of a list keeps its mark. `language`: ISO 639-1, "" for English.
    """
    return list(_spans(text, language or ENGLISH))


@lru_cache(maxsize=64)
def _spans(text: str, language: str) -> tuple[Span, ...]:
    # Kept, because each quote out of an article asks for all of the article's sentences.
    spans: list[Span] = []
    line_start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            spans.extend(
                (line_start + s, line_start + e) for s, e in _spans_of_line(line, language)
            )
        line_start += len(line) + 1
    return tuple(spans)


def _spans_of_line(line: str, language: str) -> list[Span]:
    if is_row(line):
        return [_stripped(line, 0, len(line))]
    if language != ENGLISH:
        # Imported here: most articles are in English.
        from retrieval.foreign_sentences import foreign_spans

        return [_stripped(line, s, e) for s, e in foreign_spans(line, language)]
    joined: list[Span] = []
    for start, end in _marks_moved(line, list(_cuts(line))):
        if joined and _goes_on(line, joined[-1], (start, end)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [_stripped(line, s, e) for s, e in joined]


def _cuts(line: str) -> Iterator[Span]:
    """sentencex's sentences, and those that it leaves together: adjacent, each with words."""
    dotted = "…" in line or "..." in line
    for boundary in get_sentence_boundaries("en", line):
        start, end = boundary["start_index"], boundary["end_index"]
        if not line[start:end].strip():
            continue
        for begin, finish in _inside(line, start, end):
            cut = begin
            if line[begin] == "(" and (bracket := _CLOSED_BRACKET.search(line, begin, finish)):
                yield cut, bracket.end()
                cut = bracket.end()
            for dots in _SPLIT_ELLIPSIS.finditer(line, cut, finish) if dotted else ():
                if _opens(line[dots.end() : finish]) and _is_balanced(line[cut : dots.end()]):
                    yield cut, dots.end()
                    cut = dots.end()
            yield cut, finish


def _marks_moved(line: str, cuts: list[Span]) -> Iterator[Span]:
    """The sentences, a quotation mark that opens the next one being of that one."""
    begin = cuts[0][0] if cuts else 0
    for n, (_, end) in enumerate(cuts):
        ended = line[begin:end].rstrip()[-1:]
        opening = n + 1 < len(cuts) and ended and ended in '“"„«'
        mark = _OPENING_MARKS.search(line, begin, end) if opening else None
        finish = mark.start(1) if mark else end
        if line[begin:finish].strip():
            yield begin, finish
            begin = finish


def _inside(line: str, start: int, end: int) -> Iterator[Span]:
    """The sentences inside a long quotation, else the sentence as it is."""
    plain = line[start:end].translate(_MARKS) if end - start > _LONG else ""
    if not plain or plain == line[start:end]:
        yield start, end
        return
    begin = start
    for boundary in get_sentence_boundaries("en", plain):
        finish = start + boundary["end_index"]
        if line[begin:finish].strip():
            yield begin, finish
            begin = finish
    if line[begin:end].strip():
        yield begin, end


def _goes_on(line: str, before: Span, after: Span) -> bool:
    """Whether the sentence does, where sentencex ended it."""
    left, right = line[before[0] : before[1]].strip(), line[after[0] : after[1]].strip()
    # Most sentences end with a long word in small letters, which none of what follows is about.
    if right[0].isupper() and left[-1] == "." and left[-5:-1].isalpha() and left[-5:-1].islower():
        return left.endswith(" approx.")
    if _ONLY_MARKS.fullmatch(right) or _ONLY_MARKS.fullmatch(left):
        return True
    if _ONLY_NUMBER.fullmatch(left):
        return True
    if not line[before[1] - 1].isspace() and left[-1] == "." and right[0].isascii():
        return right[0].isalnum()  # ".NET", "3.5"
    if _CLOCK.search(left):
        return bool(_DAY_OF_CLOCK.match(right))
    if _ASKED_OR_CRIED.search(left):
        return right[0].islower() or _is_speaker(right)
    if right[0].islower():
        # "Yahoo! shares fell." is one, "we came! we saw!" are two.
        return bool(_NAME_WITH_MARK.search(left)) or _ends_short(left)
    return _TITLE.search(left) is not None or _joins_name(left, right)


def _joins_name(left: str, right: str) -> bool:
    if right[0].isdigit():
        return bool(_BEFORE_NUMBER.search(left))
    if not right[0].isupper() or _opens(right):
        return False
    if _FIRM.search(left):
        return bool(_OFFICER.match(right))
    return bool(_BEFORE_NAME.search(left) or _INITIAL.search(left))


def _ends_short(left: str) -> bool:
    """Whether it ends with an abbreviation."""
    return bool(
        _BEFORE_NAME.search(left)
        or _BEFORE_NUMBER.search(left)
        or _FIRM.search(left)
        or _ELLIPSIS.search(left)
    )


def _is_speaker(sentence: str) -> bool:
    """Whether it says who said what stands before it: a name, an office or a pronoun."""
    said = _SPEAKS.match(sentence)
    if not said:
        return False
    first = said["who"].split()[0].lower()
    return first in ("he", "she", "they", "the", "one", "his", "her", "a") or not _opens(sentence)


def _opens(sentence: str) -> bool:
    word = _FIRST_WORD.match(sentence)
    return word is not None and word[1].lower().split("’")[0].split("'")[0] in _OPENERS


def _is_balanced(sentence: str) -> bool:
    return sentence.count("“") <= sentence.count("”") and sentence.count('"') % 2 == 0


def _stripped(line: str, start: int, end: int) -> Span:
    sentence = line[start:end]
    stripped = sentence.strip()
    start += sentence.index(stripped)
    return start, start + len(stripped)
