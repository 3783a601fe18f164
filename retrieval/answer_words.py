"""The words that a reader points at → the answering words and no others. Pure.

Networks point at pieces of words, stop before "million" and begin with "the".
"""

import re

from retrieval.line_kinds import struck_out
from retrieval.questions import Query
from retrieval.sentences import Span
from retrieval.wanted import NUMBER_WORDS, Wanted

_TOKEN = re.compile(r"[^\s—–|]+")
_OUTER = "\"'“”‘’«»„()[]{}<>.,;:!?…*_~·•-—–|"
# "a.m.", "U.S." and "Inc." end with their own full stop.
_SHORT = re.compile(
    r"(?:^|\W)(?:(?:[A-Za-z]\.){2,}|Inc\.|Corp\.|Ltd\.|Co\.|Jr\.|Sr\.|Bros\.|No\.|St\.)$"
)
# Before an answer and after it, these say nothing; "about", "over", "until" and "no" do.
_EMPTY = frozenset(
    """a an the and but or nor of to in on at by for with as is was were are be been being has had
    have that which who whom whose it its he she they his her their this these those him them than
    then so into did do does will would can could may might shall should because also""".split()
)
_EMPTY_AFTER = _EMPTY - {"it", "them", "him"} | frozenset(
    "from about over until since after before between under".split()
)
_NOT_EMPTY_BEFORE_LEAST = frozenset("at by".split())  # "at least", "by far"
_TELLS = frozenset("least most far all half".split())

_MAGNITUDE = r"(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|bn|mn|tn|m|k)"
_UNIT = (
    r"(?:%|per ?cent(?:age points?)?|points?|dollars?|euros?|pounds?|yen|yuan|rupees?|crowns?"
    r"|kroner|kronor|francs?|pesos?|cents?|pence|km|kilomet(?:re|er)s?|met(?:re|er)s?|miles?|feet"
    r"|foot|ft|inch(?:es)?|centimet(?:re|er)s?|cm|mm|millimet(?:re|er)s?|yards?|acres?|hectares?"
    r"|tons?|tonnes?|kg|kilos?|kilogram(?:me)?s?|grams?|ounces?|lit(?:re|er)s?|gallons?|barrels?"
    r"|degrees?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centuries|nights?"
    r"|watts?|kilowatts?|megawatts?|gigawatts?|MW|GW|kW|GB|TB|MB|mph|km/h|knots|square \w+"
    r"|years? old)"
)
_NUMBER = r"(?:[$€£¥₹]|US\$|A\$|C\$)?\d[\d,.]*\d|(?:[$€£¥₹]|US\$|A\$|C\$)?\d"
_COUNTED = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?<![\w.,$€£¥₹])(?:{_NUMBER}|(?:{_COUNTED})\b)(?:[ -](?:and |a )?(?:{_COUNTED})\b)*"
    rf"(?:[ -]?{_MAGNITUDE}\b)?(?:[ -]?(?:US |Australian |Canadian )?{_UNIT}(?!\w))?",
    re.IGNORECASE,
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?<!\w)(?:{_NTH}(?: of)? {_MONTH}(?:,? \d{{4}})?|{_MONTH} {_NTH}(?:,? \d{{4}})?"
    rf"|{_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)(?!\w)"
)
_CLOCK = re.compile(
    r"(?<![\w:])(?:\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.|[ap]m\b)|\d{1,2}:\d\d\b|noon\b|midnight\b"
    rf"|\d{{1,2}} o['’]clock)(?: (?:[A-Z]{{2,4}}T|ET|PT|GMT|UTC)\b)?(?:,? (?:on )?{_DAY}\b)?",
    re.IGNORECASE,
)
_LONE_DAY = re.compile(rf"(?:on |last |next |this )?{_DAY}", re.IGNORECASE)
# How far from a weekday its date may stand: "Tuesday, the day after, 5 March".
_BESIDE = 25

_CAPITAL = r"(?:[A-Z]\.|[A-Z][\w’'-]*(?:\.[A-Z]\.?)*)"
_JOINT = r"(?:(?:de|da|del|della|van|von|der|den|bin|al|el|la|le|of the|of|y) )"
_NAME = re.compile(rf"(?<![\w.]){_CAPITAL}(?: {_JOINT}*{_CAPITAL})*")
_TITLES = frozenset(
    """president prime minister chancellor mayor governor senator congressman congresswoman
    secretary ambassador general admiral colonel major captain sergeant lieutenant judge justice
    king queen prince princess pope bishop director executive ceo founder chairman chairwoman chair
    head leader spokesman spokeswoman coach manager goalkeeper professor doctor mr mrs ms dr prof
    sir dame lord lady rep sen gov gen col lt sgt officer superintendent inspector detective chief
    commissioner sheriff attorney deputy vice state""".split()
)
_OF = re.compile(r" (?:of the|of) ")
_POSSESSIVE = re.compile(r"['’]s?$")
_CLOSING = {"“": "”", "(": ")", "[": "]", "«": "»", "„": "“"}


def tidy_answer(query: Query, text: str, span: Span) -> Span | None:
    """The answering words in `text` for the words at `span`, both `[start, end)` in characters;
    None where nothing is left.

    Whole words, names, amounts with their units, dates and times of day; no function words or
    punctuation around them, nothing struck out, no half of a pair of quotation marks.
    """
    start, end = max(0, span[0]), min(len(text), span[1])
    if not any(c.isalnum() for c in text[start:end]):
        return None
    found = _trimmed(text, *_whole_words(text, start, end))
    if found is None:
        return None
    if query.wanted is Wanted.TIME:
        found = _dated(text, *found)
    if query.wanted in (Wanted.NAME, Wanted.ANY):
        found = _named(text, *found)
    found = _widened(text, _AMOUNT, *found)
    balanced = _balanced(text, *_unstruck(text, *found))
    return _trimmed(text, *balanced)


def _whole_words(text: str, start: int, end: int) -> Span:
    for token in _TOKEN.finditer(text):
        if token.start() >= end:
            break
        if token.end() > start:
            start, end = min(start, token.start()), max(end, token.end())
    return start, end


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Without punctuation and empty words at its ends."""
    while True:
        while start < end and _is_outer(text, start, end, start):
            start += 1
        while start < end and _is_outer(text, start, end, end - 1):
            if text[end - 1] == "." and _SHORT.search(text, start, end):
                break
            end -= 1
        tokens = list(_TOKEN.finditer(text, start, end))
        if not tokens:
            return None
        first, last = tokens[0], tokens[-1]
        if _is_empty(text, first, tokens[1][0] if len(tokens) > 1 else ""):
            start = first.end()
        elif last[0].lower() in _EMPTY_AFTER and not _is_name(last[0]):
            end = last.start()
        else:
            return start, end


def _is_outer(text: str, start: int, end: int, place: int) -> bool:
    mark = text[place]
    return mark.isspace() or (mark in _OUTER and not _is_paired(text, start, end, place))


def _is_paired(text: str, start: int, end: int, place: int) -> bool:
    """Whether a mark at an end of the words has its other half inside: "Organization (WHO)"."""
    for opening, closing in _CLOSING.items():
        if text[place] == closing and place == end - 1:
            return text.find(opening, start + 1, place) > 0
        if text[place] == opening and place == start:
            return text.find(closing, place, end - 1) > 0
    return False


def _is_empty(text: str, token: "re.Match[str]", then: str) -> bool:
    word = token[0]
    if word.lower() not in _EMPTY or _is_name(word):
        return False
    if word[0].isupper() and then[:1].isupper() and not _begins(text, token.start()):
        return False  # The Verge
    return not (word.lower() in _NOT_EMPTY_BEFORE_LEAST and then.lower() in _TELLS)


def _is_name(word: str) -> bool:
    """The WHO, the US; the month of May."""
    return (len(word) > 1 and word.isupper()) or word == "May"


def _begins(text: str, place: int) -> bool:
    before = text[:place].rstrip(" \t\"“‘'([")
    return not before or before[-1] in ".!?…\n:"


def _widened(text: str, pattern: "re.Pattern[str]", start: int, end: int) -> Span:
    """With all of what matches, where a part of it is meant."""
    begin, finish = start, end
    for match in pattern.finditer(text, max(0, start - 60), min(len(text), end + 60)):
        if match.start() < end and start < match.end():
            begin, finish = min(begin, match.start()), max(finish, match.end())
    return begin, finish


def _dated(text: str, start: int, end: int) -> Span:
    """The date beside a lone weekday instead of it; else dates and times of day made whole."""
    if _LONE_DAY.fullmatch(text, start, end):
        near = [
            (max(date.start() - end, start - date.end()), date.span())
            for date in _DATE.finditer(text, max(0, start - 60), min(len(text), end + 60))
        ]
        if near and min(near)[0] <= _BESIDE:
            between = text[slice(*sorted((min(near)[1][0], start)))]
            if not re.search(r"[.!?]\s|\n", between):
                return min(near)[1]
    start, end = _widened(text, _DATE, start, end)
    return _widened(text, _CLOCK, start, end)


def _named(text: str, start: int, end: int) -> Span:
    """The whole name, where a part of one is meant; without the title before it."""
    words = text[start:end]
    if not words[:1].isupper() and not words.split()[-1][:1].isupper():
        return start, end
    begin, finish = start, end
    for name in _NAME.finditer(text, max(0, start - 60), min(len(text), end + 60)):
        for first, last in _parts(name, start, end):
            if first < end and start < last:
                begin, finish = min(begin, first), max(finish, last)
    # A title that the reader left out stays out.
    titled = list(_TOKEN.finditer(text, begin, start))
    for token in reversed(titled):
        if token[0].strip(".").lower() in _TITLES:
            rest = text[token.end() : finish]
            begin = token.end() + len(rest) - len(rest.lstrip())
            break
    if cut := _POSSESSIVE.search(text[begin:finish]):
        finish = begin + cut.start()
    return begin, finish


def _parts(name: "re.Match[str]", start: int, end: int) -> list[Span]:
    """A name as one, or as two where an "of" parts what is meant from the rest."""
    parts, at = [], name.start()
    for joint in _OF.finditer(name[0]):
        if start >= name.start() + joint.end() or end <= name.start() + joint.start():
            parts.append((at, name.start() + joint.start()))
            at = name.start() + joint.end()
    return [*parts, (at, name.end())]


def _unstruck(text: str, start: int, end: int) -> Span:
    """What is left of it beside struck-out words: the longer side; nothing inside of them."""
    for first, last in struck_out(text):
        if first < end and start < last:
            left, right = max(0, first - start), max(0, end - last)
            # The word that replaced the struck one mostly follows it.
            start, end = (last, end) if right and right >= left else (start, max(start, first))
    return start, end


def _balanced(text: str, start: int, end: int) -> Span:
    """Without half of a pair of quotation marks or brackets: the longer side of it."""
    for opening, closing in _CLOSING.items():
        words = text[start:end]
        if (at := words.rfind(opening)) >= 0 and closing not in words[at:]:
            if text[end : end + 2].lstrip(".,!?").startswith(closing):
                end = text.index(closing, end) + 1
            elif len(words) - at >= at:
                start += at + 1
            else:
                end = start + at
        words = text[start:end]
        if (at := words.find(closing)) >= 0 and opening not in words[:at]:
            if len(words) - at - 1 > at:
                start += at + 1
            else:
                end = start + at
    if text.count('"', start, end) % 2:
        at = text.index('"', start, end)
        start, end = (at + 1, end) if end - at > at - start else (start, at)
    return start, end
