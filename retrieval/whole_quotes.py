"""A sentence that answers, in its article → the whole sentences to quote. Pure.

A quote stands alone, far from its page: it must say who speaks in it, whom its "he" means, and what
was taken back. It reaches over paragraphs, which in news are one sentence long, but never over a
heading, a caption or a teaser.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.articles import Article
from retrieval.line_kinds import Kind, Layout, layout, leads_on
from retrieval.person_names import names_anyone
from retrieval.sentences import Span
from retrieval.terms import distinct_terms, is_function_word

MOST_SENTENCES = 4
# How many characters may be added for whom a pronoun means or who speaks; for what a "But" or an
# "it" leans on; for what takes an answer back.
_FOR_A_NAME, _FOR_A_THOUGHT, _FOR_A_REVERSAL = 350, 260, 260

_MARK = r"[\"'“‘(\[]*"
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
_LEADING = rf"^{_MARK}{_ADVERB}?{_SETTING}?{_ADVERB}?"
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
    rf"^{_MARK}(?:but|however|yet|nevertheless|nonetheless|even so|still,|instead|meanwhile|and"
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

_QUOTATION_MARK = re.compile('[“”"]')

# "About 11,400.", "The county does."
_NEEDS_QUESTION = re.compile(
    r"(?:about|from|until|till|since|because|to|yes|no|around|nearly|roughly|some|almost|at|in|by"
    r"|on|for|only|not|none|nobody|so|more|less|between|after|before|with|over|under|up|through|on"
    r"|probably|perhaps|maybe|mostly|mainly|\$?\d[\d.,]*|one|two|three|four|five|six|seven|eight"
    r"|nine|ten)\b|(?:\S+ ){1,6}(?:does|do|did|will|can|could|is|are|was|were|has|have|would)[,.]",
    re.I,
)
_LONGEST_QUESTION = 120  # characters

_SAY = (
    r"(?:sa(?:id|ys|ying)|told|tells|add(?:ed|s|ing)|ask(?:ed|s|ing)|wr(?:ote|ites|iting)"
    r"|repl(?:ied|ies)|answer(?:ed|s)|explain(?:ed|s|ing)|not(?:ed|es|ing)|warn(?:ed|s|ing)"
    r"|insist(?:ed|s)|argu(?:ed|es|ing)|claim(?:ed|s)|stat(?:ed|es)|declar(?:ed|es)"
    r"|announc(?:ed|es|ing)|continu(?:ed|es)|recall(?:ed|s)|joked|tweeted|posted|called|shouted"
    r"|cried|responded|responds|admitted|acknowledged|conceded|confirmed|concluded|predicted"
    r"|observed|remarked|commented|stressed|emphasi[sz]ed|promised|vowed|pledged|urged|testified"
    r"|reads?|put it|according to|goes on|went on|reckons?|thinks?|believes?|spoke|speaking)"
)
_SAYS = re.compile(rf"\b{_SAY}\b")
_PRONOUN_SAYS = re.compile(
    rf"(?:^|\W)(?:(?P<word>he|she|they)\s+(?:\w+\s+){{0,2}}?{_SAY}|{_SAY}\s+(?P<after>he|she|they))\b",
    re.I,
)

_REVERSED = (
    r"(?:dropp(?:ed|ing)|lift(?:ed|ing)|withdr(?:ew|awn|awing)|revers(?:ed|ing)|overturn(?:ed|ing)"
    r"|revok(?:ed|ing)|cancel(?:l?ed|l?ing)|call(?:ed|ing) (?:\w+ )?off|scrapp(?:ed|ing)|quashed"
    r"|annull?ed|acquitt(?:ed|ing)|retract(?:ed|ing)|rescind(?:ed|ing)|repeal(?:ed|ing)"
    r"|abandon(?:ed|ing)|suspend(?:ed|ing)|reject(?:ed|ing)|thrown out|struck down|turned down"
    r"|voted down|cleared of|exonerated|pardoned|correct(?:ed|ing)|revis(?:ed|ing)|lowered|amended"
    r"|disproved|debunked|denied|refuted|postpon(?:ed|ing)|put off|fell through"
    r"|never (?:happened|came|took place|materiali[sz]ed)|backtracked|walked back|undone"
    r"|dismissed|reinstated|voided|vetoed)"
)
# With a word of the sentence before, this is about it; of the weaker ones it takes two.
_TAKES_BACK = re.compile(
    rf"\b(?:(?:has|have) since\b|since then\b"
    rf"|(?:was|were|been|is|are) (?:(?:later|since|now|then|subsequently|eventually|soon|quickly)"
    rf" )?(?:also )?{_REVERSED}\b"
    rf"|(?:later|since|then|subsequently|eventually|soon|quickly|now|has|have|had) (?:also )?"
    rf"{_REVERSED}\b"
    r"|(?:that|this|it|which|figures?|numbers?|claims?|reports?|counts?|statements?|rumou?rs?) "
    r"(?:had been|was|were|is|are|proved|proven|turned out(?: to be)?) (?:wrong|false|incorrect"
    r"|mistaken|untrue|inaccurate|too (?:high|low)|a (?:mistake|hoax|error)))\b",
    re.I,
)
_MAY_TAKE_BACK = re.compile(
    r"\b(?:turned out|no longer|(?:now|later) (?:says?|said|puts?|stands? at|counts?|counted"
    r"|speaks? of|spoke of|gives?|gave|believes?|estimates?)|in fact|in reality|wrongly|by mistake"
    r"|recount(?:s|ed)?)\b",
    re.I,
)
_BUT = re.compile(rf"^{_MARK}(?:but|however|yet|in fact|actually|in reality|instead)\b", re.I)
_NAYS = re.compile(
    r"\b(?:not|n['’]t|never|no|none|nobody|nothing|wrong|false|denie[sd]|disput\w+|reject\w*|only"
    rf"|fewer|{_REVERSED})\b|n['’]t\b",
    re.I,
)
_FEWER = re.compile(
    r"\b(?:only|just|not|fewer than|no more than|as few as|in fact)\s+(?:about |some )?"
    r"(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|a (?:few|dozen))",
    re.I,
)
# What a "But" about the sentence before it speaks of.
_MEANS_IT = re.compile(
    r"\b(?:it|that|this|these|those|they|he|she|his|her|their|its|the (?:figures?|numbers?|claims?"
    r"|charges?|plans?|ban|deal|decision|order|ruling|toll|amount))\b",
    re.I,
)
_COUNT = (
    r"(?:reports?|counts?|figures?|estimates?|tolls?|numbers?|statements?|tall(?:y|ies)|accounts?"
    r"|claims?|results?|projections?|forecasts?)"
)
_GAVE = r"(?:said|reported|put|given|announced|stated|thought|believed|estimated|counted|planned)"
_PROVISIONAL = re.compile(
    rf"\b(?:(?:earlier|initial|previous|early|first|preliminary|provisional) {_COUNT}"
    rf"|(?:initially|previously|at first|originally|first) (?:been )?{_GAVE}"
    rf"|had (?:first |earlier |been )?{_GAVE})\b",
    re.I,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|half|none|nobody|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety)\b",
    re.I,
)


def whole(article: Article, answer: Span, sentence: Span) -> Span:
    """The [start, end) of the article's text to quote, of up to `MOST_SENTENCES` whole sentences.

    `sentence`: what answers, one sentence or several; `answer`: the answering words in it. Both are
    spans of the article's text. The quote holds the sentence, widened to where sentences begin and
    end; where that has more than `MOST_SENTENCES`, those around the answer.

    Raises ValueError for a text without words.
    """
    page = layout(article.text, article.title)
    if not page.units:
        raise ValueError(f"article {article.id} has no words: there is nothing to quote")
    first, last = _asked_for(page, answer, sentence)
    if page.kind(first) in (Kind.ITEM, Kind.ROW):
        first = _head_of_list(page, first, last)
    else:
        marks = _quotations(page)
        last += _taken_back(page, first, last)
        first, last = _with_speaker(page, marks, first, last)
        first = _with_antecedent(page, marks, first, last)
        first = _with_question(page, first, last)
    return page.units[first].start, page.units[last].end


def leans(article: Article, quote: Span) -> bool:
    """Whether a quote's first sentence means by a pronoun somebody or something not named in it."""
    page = layout(article.text, article.title)
    first = page.at(quote[0])
    return bool(page.units) and _unnamed(page, _quotations(page), first) in ("he", "they", "it")


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
        if _takes_back(said, page.words(n), near=more == 1):
            return more
    return 0


def _takes_back(said: str, then: str, near: bool) -> bool:
    shared = _shared(said, then)
    strong = bool(_TAKES_BACK.search(then)) and not _TAKES_BACK.search(said)
    weak = bool(_MAY_TAKE_BACK.search(then)) and not _MAY_TAKE_BACK.search(said)
    if not near:
        return strong and shared >= 2
    provisional = bool(_PROVISIONAL.search(said))
    if strong or weak:
        means = _MEANS_IT.match(then) or _BUT.match(then) or provisional
        return shared >= (1 if strong else 2) or bool(means)
    if provisional and _NUMBER.search(said) and _NUMBER.search(then):
        return True
    if _BUT.match(then) and _NAYS.search(then):
        counted = _NUMBER.search(said) and _FEWER.search(then)
        return shared >= 2 or bool(counted or _MEANS_IT.match(then.split(" ", 1)[-1]))
    return False


def _shared(said: str, then: str) -> int:
    there = {term for term in distinct_terms(then) if not is_function_word(term)}
    return len(there & distinct_terms(said))


def _with_speaker(page: Layout, marks: "_Quotations", first: int, last: int) -> tuple[int, int]:
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


def _with_antecedent(page: Layout, marks: "_Quotations", first: int, last: int) -> int:
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
    page: Layout, marks: "_Quotations", first: int, last: int, lean: str, room: int
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


def _unnamed(page: Layout, marks: "_Quotations", n: int) -> str:
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


class _Quotations:
    """Where the words of a page stand in quotation marks, looked at by paragraphs when asked."""

    def __init__(self, page: Layout) -> None:
        self._page = page
        self._open: dict[int, tuple[bool, bool, str]] = {}

    def is_all_quoted(self, n: int) -> bool:
        """Whether nothing but what is quoted is said in it."""
        opened, _, outside = self._of(n)
        quoted = opened or self._page.words(n)[0] in '“"'
        return quoted and not any(c.isalnum() for c in outside)

    def open_after(self, n: int) -> bool:
        return self._of(n)[1]

    def outside(self, n: int) -> str:
        """Its words outside quotation marks."""
        return self._of(n)[2]

    def speaker_in(self, n: int) -> bool:
        outside = self.outside(n)
        return outside != self._page.words(n) and bool(_SAYS.search(outside))

    def _of(self, n: int) -> tuple[bool, bool, str]:
        """Whether a quotation is open at its beginning, and at its end; what stands outside."""
        if n not in self._open:
            begin = self._begin_of_run(n)
            is_open = False
            for k in range(begin, n + 1):
                is_open = self._read(k, is_open and not self._ends_with_paragraph(k))
        return self._open[n]

    def _begin_of_run(self, n: int) -> int:
        """The first sentence of the nearest paragraph before that opens with no quotation mark, or
        of the one before it where its marks run on; a dozen paragraphs back at most."""
        units = self._page.units
        line, first = units[n].line, n
        while first > 0 and units[first - 1].line >= max(0, line - 12):
            first -= 1
            if (
                units[first].line < line
                and (first == 0 or units[first - 1].line < units[first].line)
                and self._page.words(first)[0] not in '“"'
            ):
                break
        return first

    def _ends_with_paragraph(self, n: int) -> bool:
        """A quotation that goes on in the next paragraph opens it with another mark."""
        units = self._page.units
        new = n > 0 and units[n - 1].line < units[n].line
        return new and self._page.words(n)[0] not in '“"'

    def _read(self, n: int, is_open: bool) -> bool:
        words, opened = self._page.words(n), is_open
        outside, last = [], 0
        for mark in _QUOTATION_MARK.finditer(words):
            at = mark.start()
            if not is_open:
                outside.append(words[last:at])
            last = at + 1
            if mark[0] == "“" or (mark[0] == '"' and (not is_open or at == 0)):
                # Six inches is no quotation.
                is_open = mark[0] == "“" or not (at and words[at - 1].isdigit())
            else:
                is_open = False
        if not is_open:
            outside.append(words[last:])
        self._open[n] = opened, is_open, "".join(outside) if opened or last else words
        return is_open


@lru_cache(maxsize=64)
def _quotations(page: Layout) -> _Quotations:
    return _Quotations(page)
