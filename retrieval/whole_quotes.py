"""A sentence that answers, in its article → the whole sentences to quote. Pure.

A quote stands alone, far from its page: it must say who speaks in it, whom its "he" means, and what
was taken back. It reaches over paragraphs, which in news are one sentence long, but never over a
heading, a caption or a teaser.
"""

import re
from collections.abc import Iterator

from retrieval.articles import Article
from retrieval.line_kinds import Kind, Layout, layout, leads_on
from retrieval.person_names import names_anyone
from retrieval.quotation_marks import OPENING, SAY, Quotations, quotations_on
from retrieval.reversals import takes_back
from retrieval.sentences import Span

MOST_SENTENCES = 4
# How many characters may be added for whom a pronoun means or who speaks; for what a "But" or an
# "it" leans on; for what takes an answer back.
_FOR_A_NAME, _FOR_A_THOUGHT, _FOR_A_REVERSAL = 350, 260, 260

_ADVERB = (
    r"(?:(?:and|but|yet|so|also|then|later|still|now|today|meanwhile|however|instead|afterwards?"
    r"|nevertheless|moreover|furthermore|besides|eventually|finally|soon|once|additionally"
    r"|[a-z]+ly),?\s+)"
)
# "In March, he": a time or a place names nobody.
_SETTING = (
    r"(?:(?:in|on|at|by|from|during|since|for|before|until|over|according to|with|without|despite"
    r"|under|within|throughout)\b[^,;:.“”\"]{1,50},\s+)"
)
_LEADING = rf"^{OPENING}{_ADVERB}?{_SETTING}?{_ADVERB}?"
_PERSON = re.compile(_LEADING + r"(?P<word>he|she|his|her|him)\b(?!['’]?s?\s+or\s+her)", re.I)
_PEOPLE = re.compile(_LEADING + r"(?P<word>they|their|both|neither)\b", re.I)
_THING = re.compile(
    _LEADING + r"(?:it|its|that|this|these|those|such|the (?:same|latter|former|other))\b", re.I
)
# "It is unclear whether", "This week", "That said": nothing is meant by these words.
_NOTHING = re.compile(
    rf"{_LEADING}(?:it(?:['’]s| is| was| remains| seems| appears| has been| had been| will be"
    r"| would be| may be| could be)(?: not| also| still| now| yet| too| very| only)?"
    r" (?:[a-z]+ed|unclear|clear|likely|unlikely|possible|impossible|important|important|hard"
    r"|difficult|easy|true|time|known|unknown|worth|not clear|expected|unusual|rare|common"
    r"|necessary|to be seen|uncertain)\b(?=.*\b(?:that|whether|if|how|what|why|when|who|to)\b)"
    r"|it (?:comes|came) (?:as|after)\b|it(?:['’]s| is| was) (?:the|a|an)\b.*\bthat\b"
    r"|(?:this|that) (?:week|weekend|year|month|summer|autumn|fall|winter|spring|season|morning"
    r"|afternoon|evening|time|way|article|story|day)\b|that said\b|those (?:who|with|in)\b"
    r"|such (?:as|a)\b|it (?:rained|snowed)\b)",
    re.I,
)
_TURNING = re.compile(
    rf"^{OPENING}(?:but|however|yet|nevertheless|nonetheless|even so|still,|instead|meanwhile|and"
    r"|also|so|then,?|otherwise|therefore|thus|hence|as a result|by contrast|in contrast"
    r"|on the other hand|similarly|likewise|moreover|furthermore|in addition|in turn|that['’]s why"
    r"|for (?:example|instance))\b(?! far\b| that\b| much\b| many\b)",
    re.I,
)
_ROLE = re.compile(
    r"^(?:the|this|that|these|those|the two|the three|both) (?:former |\w+-year-old |late |new )?"
    r"(?:minister|president|mayor|governor|senator|judge|spokes(?:man|woman|person)|officials?"
    r"|officers?|chief|director|chairman|chairwoman|chair|leader|author|actor|actress|singer"
    r"|player|striker|goalkeeper|coach|manager|pilot|doctor|professor|lawyer|attorney|man|woman"
    r"|boy|girl|men|women|teenager|couple|pair|two|suspects?|victims?|defendants?|driver|company"
    r"|firm|group|agency|union|club|team|party|charity|startup|start-up|carmaker|airline|bank"
    r"|retailer|watchdog|regulator|commission|ministry|department|court|university|museum|hospital"
    r"|charges?|bans?|deal|agreement|order|ruling|decision|plan|proposal|figures?|numbers?|amount"
    r"|toll|claim|report|study|bill|law|move|case|suit|lawsuit|award|prize|incident|attack"
    r"|explosion|fire|accident|crash|storm)(?=['’]s\b|\s+(?:[a-z]+(?:s|ed|en)|will|would|had|was"
    r"|were|is|are|has|have|can|could|may|might|did|does|said|told|won|lost|came|went|began|took"
    r"|made|gave|paid|sold|bought|held|left|met|rose|fell|grew|ran|built|sent|kept|put|set|also|later|then|now|still)\b)",
    re.I,
)


# "About 11,400.", "The county does."
_NEEDS_QUESTION = re.compile(
    r"(?:about|from|until|till|since|because|to|yes|no|around|nearly|roughly|some|almost|at|in|by"
    r"|on|for|only|not|none|nobody|so|more|less|between|after|before|with|over|under|up|through|on"
    r"|probably|perhaps|maybe|mostly|mainly|\$?\d[\d.,]*|one|two|three|four|five|six|seven|eight"
    r"|nine|ten)\b|(?:\S+ ){1,6}(?:does|do|did|will|can|could|is|are|was|were|has|have|would)[,.]",
    re.I,
)
_LONGEST_QUESTION = 120  # characters

_PRONOUN_SAYS = re.compile(
    rf"(?:^|\W)(?:(?P<word>he|she|they)\s+(?:\w+\s+){{0,2}}?{SAY}|{SAY}\s+(?P<after>he|she|they))\b",
    re.I,
)


def whole(article: Article, answer: Span, sentence: Span) -> Span:
    """The [start, end) of the article's text to quote, of up to `MOST_SENTENCES` whole sentences.

    `sentence`: what answers, one sentence or several; `answer`: the answering words in it. Both are
    spans of the article's text. The quote holds the sentence, widened to where sentences begin and
    end; where that has more than `MOST_SENTENCES`, those around the answer.

    Raises ValueError for a text without words.
    """
    page = layout(article.text, article.title, article.language)
    if not page.units:
        raise ValueError(f"article {article.id} has no words: there is nothing to quote")
    first, last = _asked_for(page, answer, sentence)
    if page.kind(first) in (Kind.ITEM, Kind.ROW):
        first = _head_of_list(page, first, last)
    else:
        marks = quotations_on(page)
        last += _taken_back(page, first, last)
        first, last = _with_speaker(page, marks, first, last)
        first = _with_antecedent(page, marks, first, last)
        first = _with_question(page, first, last)
    return page.units[first].start, page.units[last].end


def leans(article: Article, quote: Span) -> bool:
    """Whether a quote's first sentence means by a pronoun somebody or something not named in it."""
    page = layout(article.text, article.title, article.language)
    first = page.at(quote[0])
    return bool(page.units) and _unnamed(page, quotations_on(page), first) in ("he", "they", "it")


def _asked_for(page: Layout, answer: Span, sentence: Span) -> tuple[int, int]:
    start, end = sentence
    first, last = page.at(start), page.at(max(start, end - 1))
    if page.units[first].end <= start and first < last:
        first += 1
    if last - first >= MOST_SENTENCES:
        first = min(max(page.at(answer[0]), first), last)
        last = min(last, max(first, page.at(max(answer[0], answer[1] - 1))))
        last = min(last, first + MOST_SENTENCES - 1)
    return first, last


def _head_of_list(page: Layout, first: int, last: int) -> int:
    """The line that says what the list or the table's columns hold, where it stands near."""
    for n in _before(first, last, MOST_SENTENCES - 1):
        line = page.words(n)
        if leads_on(line) or page.is_row_of_names(n):
            return n if page.units[first].start - page.units[n].start <= _FOR_A_THOUGHT else first
        if page.kind(n) not in (Kind.ITEM, Kind.ROW, Kind.PAGE):
            break
    return first


def _taken_back(page: Layout, first: int, last: int) -> int:
    """How many of the next sentences tell what came of it: 0, 1 or 2."""
    said = " ".join(page.words(n) for n in range(first, last + 1))
    for more in (1, 2):
        n = last + more
        if last - first + 1 + more > MOST_SENTENCES or n >= len(page.units):
            break
        if page.kind(n) is not Kind.SENTENCE or page.units[n].line - page.units[last].line > more:
            break
        if page.units[n].end - page.units[last].end > _FOR_A_REVERSAL:
            break
        if takes_back(said, page.words(n), near=more == 1):
            return more
    return 0


def _with_speaker(page: Layout, marks: Quotations, first: int, last: int) -> tuple[int, int]:
    """With the sentence that says who speaks, where all words of one stand in quotation marks."""
    silent = [n for n in range(first, last + 1) if marks.is_all_quoted(n)]
    if not silent or any(marks.speaker_in(n) for n in range(first, last + 1)):
        return first, last
    after, closes = last, False
    while not closes and marks.open_after(after) and _is_sentence(page, after + 1):
        after += 1
        closes = not marks.is_all_quoted(after)
    fits = last < after and after - first < MOST_SENTENCES
    added = page.units[after].end - page.units[last].end
    before = first
    for n in _before(first, last, MOST_SENTENCES - 1):
        if page.kind(n) is not Kind.SENTENCE:
            break
        if not marks.is_all_quoted(n):
            before = n
            break
    gone_back = page.units[first].start - page.units[before].start
    if closes and fits and added <= _FOR_A_NAME and (before == first or added <= gone_back):
        return first, after
    return (before if gone_back <= _FOR_A_NAME else first), last


def _with_antecedent(page: Layout, marks: Quotations, first: int, last: int) -> int:
    """With the sentences before it that its first one leans on."""
    room = page.units[first].start
    begin = first
    while True:
        lean = _unnamed(page, marks, first)
        if lean in ("he", "they"):
            named = _named_before(page, marks, first, last, lean, room)
            return begin if named is None else named
        if not lean or first != begin:
            return first
        # One sentence for a thought; whom that one means is another question.
        n = first - 1
        if not _may_bring(page, n, last) or page.units[n].line < page.units[first].line - 1:
            return first
        if room - page.units[n].start > _FOR_A_THOUGHT:
            return first
        if lean == "role" and not names_anyone(page.words(n), page.names):
            return first
        first = n


def _named_before(
    page: Layout, marks: Quotations, first: int, last: int, lean: str, room: int
) -> int | None:
    """The nearest sentence before that names whom a pronoun means, None where none is near."""
    for n in _before(first, last, MOST_SENTENCES - 1):
        if page.kind(n) is not Kind.SENTENCE or room - page.units[n].start > _FOR_A_NAME:
            return None
        if _unnamed(page, marks, n) in ("he", "they"):
            continue
        outside = marks.outside(n)
        if names_anyone(outside, page.names) or (lean == "they" and len(outside.split()) > 3):
            return n
    return None


def _with_question(page: Layout, first: int, last: int) -> int:
    """With the heading that asks what a few words below it answer: "About 11,400."."""
    n = first - 1
    asked = first > 0 and page.kind(n) is Kind.QUESTION and last - first + 1 < MOST_SENTENCES
    heading = asked and page.units[n].line == page.units[first].line - 1
    short = page.units[n].end - page.units[n].start <= _LONGEST_QUESTION if heading else False
    return n if short and _NEEDS_QUESTION.match(page.words(first)) else first


def _is_sentence(page: Layout, n: int) -> bool:
    return n < len(page.units) and page.kind(n) is Kind.SENTENCE


def _may_bring(page: Layout, n: int, last: int) -> bool:
    return n >= 0 and page.kind(n) is Kind.SENTENCE and last - n < MOST_SENTENCES


def _before(first: int, last: int, most: int) -> Iterator[int]:
    """The units before `first`, nearest first, that a quote up to `last` has room for."""
    return iter(range(first - 1, max(-1, last - most - 1), -1))


def _unnamed(page: Layout, marks: Quotations, n: int) -> str:
    """What a sentence leaves to the one before it: "he", "they", "it", "role", "turn" or ""."""
    outside, words = marks.outside(n), page.words(n)
    speaks = _PRONOUN_SAYS.search(outside) if outside != words else None
    if speaks and not names_anyone(outside[: speaks.start()], page.names):
        return "they" if "they" in (speaks["word"] or speaks["after"]).lower() else "he"
    if outside != words and words[0] in '“"‘':
        # Whom the speaker means is not said better by the sentence before.
        return ""
    if (person := _PERSON.match(words)) and not _resolved(page, words, person):
        return "he"
    if (people := _PEOPLE.match(words)) and not _resolved(page, words, people):
        return "they"
    if _THING.match(words) and not _NOTHING.match(words):
        return "it"
    if _ROLE.match(words) and not names_anyone(words, page.names):
        return "role"
    return "turn" if _TURNING.match(words) else ""


def _resolved(page: Layout, words: str, pronoun: "re.Match[str]") -> bool:
    return names_anyone(words[: pronoun.start("word")], page.names)
