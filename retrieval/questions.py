"""A question → what it asks for: its terms, its names, the kind of words that answer. Pure."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from retrieval.english import is_english
from retrieval.equivalents import Equivalents, Phrase, equivalents, phrase_of, same, spelt_out
from retrieval.lexicon import NO_LEXICON, Lexicon
from retrieval.spelling import mended
from retrieval.terms import (
    FUNCTION_WORDS,
    Word,
    folded,
    is_function_word,
    number_otherwise,
    term_of,
    words,
)
from retrieval.wanted import Wanted, is_among, wanted_by

_WHERE = re.compile(r"\bwhere\b|\b(?:what|which) (?:city|country|state)\b", re.I)


# "In May", "May 5": what tells a name from a function word in a question without capitals.
_BEFORE_MAY = frozenset("by early in last late mid next of on since this until".split())
_AUXILIARIES = frozenset("are did do does had has have is was were will would".split())
# Function words that somebody stresses with capitals, unless the corpus has them as names.
_STRESSABLE = frozenset(
    """after before both each here how more most now once same such that then there these this those
    what when where which why""".split()
)
# An unknown word before or after one of these is what the place or the person is called.
_PLACES = frozenset(
    """airport avenue bank bay beach bridge canal castle cathedral church city college county dam
    district forest harbor harbour hill hospital island islands lake line mine mountain palace park
    pass port prison province region reserve river road school square stadium station street town
    tunnel university valley village""".split()
)
_TITLES = frozenset(
    """baroness captain chancellor coach colonel congressman congresswoman councillor dr general
    governor inspector judge justice king lady lord major mayor minister mr mrs ms officer president
    prince princess professor queen senator sergeant sheriff sir superintendent""".split()
)
_LONGEST_PHRASE = 6
_MOST_VARIANTS = 8
# American and British spellings of English words.
_SPELT_ELSEWHERE = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"is(e|ed|es|ing|ation|ations)$", r"iz\1"),
        (r"iz(e|ed|es|ing|ation|ations)$", r"is\1"),
        (r"our(s|ed|ing|ite|ites|able)?$", r"or\1"),
        (r"or(s|ed|ing|ite|ites|able)?$", r"our\1"),
        (r"tre(s?)$", r"ter\1"),
        (r"ter(s?)$", r"tre\1"),
        (r"ence(s?)$", r"ense\1"),
        (r"ense(s?)$", r"ence\1"),
        (r"ll(ed|ing|er|ers)$", r"l\1"),
        (r"l(ed|ing|er|ers)$", r"ll\1"),
        (r"ogue(s?)$", r"og\1"),
        (r"programme(s?)$", r"program\1"),
        (r"program(s?)$", r"programme\1"),
    )
]


def understood(
    question: str,
    lexicon: Lexicon = NO_LEXICON,
    aliases: Sequence[Sequence[str]] = (),
    outlets: Sequence[Sequence[str]] = (),
    about: str = "",
) -> "Query":
    """The question as a corpus understands it: slips mended, its names known by how that writes
    them. `aliases`: groups of names for the same, as `story.toml` has them; `outlets`: those that
    the question names, each as typed and in full; `about`: what it leaves unsaid."""
    known = {term for names in (*aliases, *outlets) for name in names for term in phrase_of(name)}
    mend = mended(question, lexicon, known)
    return Query(
        mend.text,
        lexicon,
        tuple(map(tuple, aliases)),
        mend.changes,
        tuple(map(tuple, outlets)),
        about,
    )


@dataclass(frozen=True)
class Query:
    """A question as search reads it.

    `lexicon` tells what the corpus has; without it names are told by their capitals. `mended`:
    (as typed, as mended); never to be shown, since the word may be that of a story which may not
    be seen where it was asked. `about`: what a follow-up leaves unsaid. Only who reads is told:
    among passages that are all about it, it would draw the search to those that say so.
    """

    text: str
    lexicon: Lexicon = field(default=NO_LEXICON, repr=False)
    aliases: tuple[tuple[str, ...], ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    outlets: tuple[tuple[str, ...], ...] = ()
    about: str = ""

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Distinct terms without function words, in order; all its terms if it has no others."""
        everything = [word.term for word in self._words]
        content = [term for term in everything if term not in FUNCTION_WORDS]
        return tuple(dict.fromkeys(content or everything))

    @cached_property
    def asked(self) -> frozenset[str]:
        """All that is no news to who asks: its terms, and what else may be said for them."""
        others = (term for phrases in self.variants.values() for p in phrases for term in p)
        return frozenset((*self.terms, *others))

    @cached_property
    def names(self) -> frozenset[str]:
        """Terms that can't be said otherwise: what the corpus writes with a capital, or the
        question after its first word; what the corpus doesn't know and English neither; words with
        digits."""
        return frozenset(
            word.term for n, word in enumerate(self._words) if self._is_name(n, self._written(word))
        )

    def missing_names(
        self, there: AbstractSet[str], around: AbstractSet[str] = frozenset()
    ) -> frozenset[str]:
        """The names that are not `there`, under no other name either.

        A given name may stand `around` alone, where the surname beside it is there.
        """
        missing = {name for name in self.names - there if not self._said_otherwise(name, there)}
        given = {
            name
            for name in missing & around
            if any(s in there for s in self._surnames.get(name, ()))
        }
        return frozenset(missing - given)

    def with_meant(self, said: AbstractSet[str]) -> set[str]:
        """The terms of a text, with those of the question that it says in other words."""
        return {*said} | {term for term in self.variants if self._said_otherwise(term, said)}

    def _said_otherwise(self, term: str, there: AbstractSet[str]) -> bool:
        return any(there >= {*phrase} for phrase in self.variants.get(term, ()))

    @cached_property
    def variants(self) -> Mapping[str, tuple[Phrase, ...]]:
        """By term of the question, what else a text may say for it: the terms of one word, or of
        several that only together say it."""
        found: dict[str, dict[Phrase, None]] = {}

        def add(said: Phrase, others: tuple[Phrase, ...]) -> None:
            for term in said:
                if term in FUNCTION_WORDS:
                    continue
                for other in others:
                    content = tuple(t for t in other if t not in FUNCTION_WORDS)
                    if content and set(content) - set(said):
                        found.setdefault(term, {})[content] = None

        for said, others in self._elsewhere():
            add(said, others)
        return {term: tuple(others)[:_MOST_VARIANTS] for term, others in found.items()}

    def warm(self) -> None:
        """Works out all there is, so that the next question needn't wait for what they share."""
        self.lexicon.warm()
        _ = self.names, self.asked, self.spelt_out

    @property
    def read_text(self) -> str:
        """The question for who reads it, with what it leaves unsaid."""
        return f"{self.spelt_out} ({self.about})" if self.about else self.spelt_out

    @cached_property
    def spelt_out(self) -> str:
        """The question for who embeds it: what was abbreviated, or has an alias, with what it
        stands for, where that is but one thing; "WHO", too, for those who know no capitals."""
        text = self.text
        for end, long in sorted({**self._resolved, **self._acronyms}.items(), reverse=True):
            text = f"{text[:end]} ({long}){text[end:]}"
        return text

    @cached_property
    def _words(self) -> list[Word]:
        found = words(self.text)
        return [Word(self._term(found, n), word.start, word.end) for n, word in enumerate(found)]

    def _term(self, found: list[Word], n: int) -> str:
        """A function word's term in capitals where it is a name, though nothing shows it."""
        term = found[n].term
        before = found[n - 1].term if n else ""
        after = found[n + 1].term if n + 1 < len(found) else ""
        if term.lower() not in FUNCTION_WORDS:
            return term
        name = term.upper()
        if term == name and term.lower() in _STRESSABLE and not self._has(name):
            return term.lower()
        if term == "may" and (before in _BEFORE_MAY or before.isdigit() or after.isdigit()):
            return name if self._has(name) else term
        # "the who", "did may": no grammar of small words allows that
        named = before == "the" and term in ("who", "it", "now")
        named |= before in _AUXILIARIES and term in ("who", "may")
        if named and self._has(name):
            return name
        return term

    def _has(self, term: str) -> bool:
        return term in self.lexicon.terms

    def _written(self, word: Word) -> str:
        return self.text[word.start : word.end]

    @cached_property
    def _capitals_tell(self) -> bool:
        """Whether only some words have a capital: in a headline, or shouted, all of them have."""
        content = [w for word in words(self.text) if not is_function_word(w := self._written(word))]
        if len(content) > 1 and all(w.isupper() for w in content):
            return False
        return len(content) < 3 or not all(w[0].isupper() for w in content)

    def _is_name(self, n: int, written: str) -> bool:
        term = self._words[n].term
        if any(c.isdigit() for c in written):
            return True
        if term in FUNCTION_WORDS:
            return False
        if term.lower() in FUNCTION_WORDS:
            return True
        capital = n > 0 and written[0].isupper()
        if self.lexicon.is_empty:
            return capital
        if capital and self._capitals_tell:
            return True
        english = is_english(written)
        if self.lexicon.knows(written):
            # One capital in mid-sentence is not yet a name: "the Annual General Meeting".
            return self.lexicon.is_name(written) and (
                not english or self.lexicon.frequency(written) > 1
            )
        return len(written) > 1 and (not english or self._is_called(n))

    def _is_called(self, n: int) -> bool:
        """Whether an unknown English word stands as names do: "bramble bay", "mayor pike"."""
        before = self._written(self._words[n - 1]).lower() if n else ""
        after = self._written(self._words[n + 1]).lower() if n + 1 < len(self._words) else ""
        return before in _TITLES or after in _PLACES

    @cached_property
    def _surnames(self) -> Mapping[str, tuple[str, ...]]:
        """By given name, the names that follow it directly."""
        found: dict[str, tuple[str, ...]] = {}
        for left, right in zip(self._words, self._words[1:], strict=False):
            beside = self.text[left.end : right.start] in (" ", "-")
            both = left.term in self.names and right.term in self.names
            if beside and both and not self._written(left).isdigit():
                found[left.term] = (*found.get(left.term, ()), right.term)
        return found

    def _elsewhere(self) -> list[tuple[Phrase, tuple[Phrase, ...]]]:
        """What the question says, with what else it may be called, the surest first."""
        said = [word.term for word in self._words]
        spoken = [self._written(word) for word in self._words]
        found = []
        tables: list[Equivalents] = [self._same_by_alias, equivalents()]
        for table in tables:
            for n in range(len(said)):
                for m in range(n + 1, min(len(said), n + _LONGEST_PHRASE) + 1):
                    phrase = tuple(said[n:m])
                    if phrase in table:
                        found.append((phrase, table[phrase]))
        for short, long in self._abbreviated:
            found.append(
                ((term_of(short),) if short.islower() else phrase_of(short), (phrase_of(long),))
            )
        for n in range(len(said)):
            for m in range(n + 2, min(len(said), n + _LONGEST_PHRASE) + 1):
                text = self.text[self._words[n].start : self._words[m - 1].end]
                shorts = self.lexicon.short_forms(text)
                if shorts:
                    found.append((tuple(said[n:m]), tuple(phrase_of(s) for s in shorts)))
        for n, written in enumerate(spoken):
            others = self._spelt_otherwise(written)
            if others:
                found.append(((said[n],), tuple((term,) for term in others)))
        for left, right in zip(self._words, self._words[1:], strict=False):
            gap = self.text[left.end : right.start]
            one = term_of(self._written(left) + self._written(right))
            if gap in (" ", "-", "‐", "‑") and (gap != " " or self._joins(left, right, one)):
                found.append(((left.term, right.term), ((one,),)))
            number = number_otherwise(self._written(left) + self._written(right))
            if gap in (" ", "-") and number and not number_otherwise(one):
                found.append(((left.term, right.term), ((number,),)))
        return found

    def _joins(self, left: Word, right: Word, one: str) -> bool:
        """Whether the corpus writes as one word what the question writes as two."""
        parts = (left, right)
        content = all(p.term not in FUNCTION_WORDS and p.end - p.start > 2 for p in parts)
        return content and self._has(one)

    def _spelt_otherwise(self, written: str) -> list[str]:
        """Terms of other spellings: of a name in other papers, of a word across the Atlantic."""
        if is_function_word(written):
            return []
        found = [term_of(other) for other in self.lexicon.respelt(written)]
        found += [number] if (number := number_otherwise(written)) else []
        for pattern, to in _SPELT_ELSEWHERE:
            other = pattern.sub(to, folded(written))
            if other != folded(written) and self.lexicon.frequency(other):
                found.append(term_of(other))
        return [term for term in dict.fromkeys(found) if term != term_of(written)]

    @cached_property
    def _same_by_alias(self) -> Equivalents:
        return same([*self.aliases, *self.outlets])

    @cached_property
    def _abbreviated(self) -> list[tuple[str, str]]:
        """(abbreviation as typed, long form), for each that the corpus resolves."""
        found: list[tuple[str, str]] = []
        for word in self._words if not self.lexicon.is_empty else ():
            written = self._written(word)
            if self._may_be_short(word, written):
                found += [(written, long) for long in self.lexicon.long_forms(written)]
        return found

    def _may_be_short(self, word: Word, written: str) -> bool:
        if word.term in FUNCTION_WORDS or not 2 <= len(written) <= 6 or not written.isalnum():
            return False
        if written.isupper():
            return self._capitals_tell
        # In small letters an abbreviation is no word, and none that the corpus has.
        small = self.lexicon.is_small(written) or is_english(written)
        return not small or word.term.isupper()

    @cached_property
    def _resolved(self) -> Mapping[int, str]:
        """What abbreviations and aliases stand for, by where they end."""
        longs: dict[str, set[str]] = {}
        for short, long in self._abbreviated:
            longs.setdefault(short, set()).add(long)
        found = {
            word.end: next(iter(longs[written]))
            for word in self._words
            if len(longs.get(written := self._written(word), ())) == 1
        }
        for name, other in (names for names in self.aliases if len(names) == 2):
            for typed, meant in ((name, other), (other, name)):
                there = re.search(rf"(?<!\w){re.escape(typed)}(?!\w)", self.text, re.I)
                if there:
                    found[there.end()] = meant
        return found

    @cached_property
    def _acronyms(self) -> Mapping[int, str]:
        """What names stand for that are written as function words are, by where they end."""
        names = (w for w in self._words if w.term.isupper() and w.term.lower() in FUNCTION_WORDS)
        return {word.end: long for word in names if (long := spelt_out(word.term))}

    @cached_property
    def wanted(self) -> Wanted:
        return wanted_by(self.text)

    def kind_in(self, text: str) -> float:
        """1 where a word of the wanted kind that the question lacks is in `text`, -1 where none
        is, 0 where any kind will do."""
        if self.wanted is Wanted.ANY:
            return 0.0
        asked = self.asked
        new = [text[w.start : w.end] for w in words(text) if w.term not in asked]
        return 1.0 if is_among(self.wanted, new) else -1.0

    @property
    def asks_where(self) -> bool:
        return bool(_WHERE.search(self.text))
