"""A sentence → whom it names, as far as writing shows it; whether it introduces somebody. Pure."""

import re
from collections.abc import Container

from retrieval.terms import is_function_word

_PLACING = frozenset("in at from near across through into around outside inside toward".split())
_TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december christmas easter""".split()
)
# Capitalised where a sentence begins, and no name.
_NO_NAMES = frozenset(
    """additionally according after although among another earlier even every following
    former given here instead just last later many meanwhile more most nearly next nine nobody none
    nothing officials once one only other others over people police several six since some
    sometimes still ten then there these three today tomorrow two until unlike while yesterday yes
    no maybe perhaps however moreover furthermore despite though thanks eventually finally
    recently initially previously currently""".split()
)
_NAME = re.compile(
    r"(?<![\w.])(?:[A-Z][\w’'.-]*[\w’']|[A-Z]\.)(?:\s+(?:(?:de|da|del|della|van|von|der|den|bin|al"
    r"|el|la|le|ten|ter)\s+)*(?:[A-Z][\w’'.-]*[\w’']|[A-Z]\.))*"
)
_IN_MIDST = re.compile(r"(?<=[a-z,;] )[A-Z][\w-]+")
_BEGINS = re.compile(r"(?:^|[.!?:“\"‘(]\s*)[\"“‘'(\[]*$")
_POSSESSIVE = re.compile(r"['’]s?$")
_LAST_WORD = re.compile(r"(\w+)\W*$")

_WHO_IS = re.compile(
    r"^\s*(?:so\s+)?who(?:['’]?s|\s+(?:is|was|are))\s+(?P<name>[\w.’'-]+(?:\s+[\w.’'-]+){0,3}?)"
    r"(?:\s+(?:again|anyway|exactly))?[\s?!.]*$",
    re.I,
)


def names_in_midst(text: str) -> frozenset[str]:
    """The capitalised words of a text that begin no sentence: its names, whatever they name."""
    return frozenset(_IN_MIDST.findall(text))


def names_anyone(sentence: str, known: Container[str]) -> bool:
    """Whether one of its names may be a person's or an organisation's: no day, and not the place
    after an "in". `known`: the names of the text, as `names_in_midst` gives them; a word that only
    begins the sentence is a name if it is one of them."""
    for name in _NAME.finditer(sentence):
        written = [word for word in name[0].split() if not is_no_name(word)]
        if len(written) > 1:
            return True
        if not written:
            continue
        begins = _BEGINS.search(sentence, 0, name.start()) and name[0].startswith(written[0])
        if begins and _POSSESSIVE.sub("", written[0]) not in known and not written[0].isupper():
            continue
        before = _LAST_WORD.search(sentence, 0, name.start())
        if not (before and before[1].lower() in _PLACING):
            return True
    return False


def who_is(question: str) -> str:
    """The name in "who is Ana Sol?" and "who was sol", "" where anything else is asked."""
    found = _WHO_IS.match(question)
    if not found or any(is_function_word(word) for word in found["name"].split()):
        return ""
    return found["name"]


def introduces(name: str, sentence: str) -> bool:
    """Whether the sentence says who or what `name` is: "Rask, who has led the union", "As manager
    of the harbour, Vale …", "the mayor, Ana Sol", "Ana Sol is a painter", "mayor Ana Sol".

    `name` may be written in any case; its last word alone is enough.
    """
    last = name.split()[-1] if name.split() else ""
    if not last:
        return False
    whole = r"\s+".join(map(re.escape, name.split()))
    named = rf"(?:(?:[A-Z][\w.’'-]*\s+){{0,3}}(?-i:{_any_case(last)})|{whole})"
    article = (
        r"(?:a|an|the|his|her|its|their|one of|who|whose|which|formerly|former|then|head|chief)"
    )
    patterns = (
        rf"\b{named},\s+{article}\b",
        rf"\b{named},\s+(?:aged\s+)?\d{{1,3}},",
        rf"\b{named},?\s+\((?:a|an|the)\b",
        rf"\b{named}\s+(?:is|was|became|remains|has been|had been|works as|worked as|serves as"
        rf"|served as|would become|was named|was appointed|was elected)\s+(?:\w+\s+)?"
        rf"(?:a|an|the(?! (?:first|last|next|one|only) to\b)|one of|his|her|its|their)\b",
        rf"\b(?:the|a|an|its|his|her|their|whose|former|new|'s|’s)\s[^.,;“”\"]{{3,60}},\s+{named}"
        r"(?=\s*(?:[,.;:)”]|$))",
        rf"\bas\s+(?:a |an |the |its |then-?|former )?[^.,;“”\"]{{3,60}},\s+{named}\b",
        rf"\b(?:{_OFFICES})(?:\s+of\s+[\w’' -]{{2,30}})?,?\s+{named}\b",
        rf"\b{named}\s*[—–-]\s*(?:a|an|the|who)\b",
    )
    return any(re.search(p, sentence, re.IGNORECASE) for p in patterns)


_OFFICES = (
    r"(?:prime |foreign |finance |interior |defen[cs]e |health )?minister|president|chancellor"
    r"|mayor|governor|senator|congress(?:man|woman)|secretary|ambassador|general|admiral|colonel"
    r"|judge|justice|king|queen|prince|princess|pope|bishop|director|chief executive|ceo|founder"
    r"|co-founder|chair(?:man|woman|person)?|head|leader|spokes(?:man|woman|person)|coach|manager"
    r"|captain|striker|goalkeeper|midfielder|defender|quarterback|singer|actor|actress|author"
    r"|writer|novelist|painter|artist|scientist|professor|economist|lawyer|attorney|detective"
    r"|analyst|engineer|pilot|farmer|teacher|nurse|doctor|designer|architect|composer|journalist"
    r"|editor|reporter|superintendent|inspector|sheriff|commissioner|commander|lawmaker|treasurer"
    r"|champion|runner|swimmer|cyclist|skipper|producer|filmmaker|owner"
)


def _any_case(word: str) -> str:
    """A pattern of the word in small letters, as a name or in capitals."""
    forms = dict.fromkeys((word, word.lower(), word.capitalize(), word.upper()))
    return "(?:" + "|".join(map(re.escape, forms)) + ")"


def is_no_name(word: str) -> bool:
    """Whether a word is no name though it is capitalised: it begins a sentence, or is a day."""
    if len(word) > 1 and word.isalpha() and word.isupper():
        return False  # the WHO, the IT department
    plain = word.lower().strip(".").removesuffix("'s").removesuffix("’s")
    plain = plain.split("’")[0].split("'")[0] or plain
    return is_function_word(plain) or plain in _TIMES or plain in _NO_NAMES
