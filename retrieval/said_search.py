"""Whom somebody asks after, and about what → what they are quoted with in the index, newest first.

Found in the passages that name them; each article is read as a whole, since whom a surname means
stands elsewhere in it. Where that would be too many, the newest are read, and it is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.articles import Article, Passage
from retrieval.embedding import Embedder
from retrieval.headlines import link_at
from retrieval.lexicon import Lexicon
from retrieval.moments import moments
from retrieval.near_copies import is_copy
from retrieval.quotes import Quote
from retrieval.said import Said, Wanted
from retrieval.said_about import Relevance, fitting, relevance
from retrieval.search import PassageIndex, Texts
from retrieval.speakers import (
    Parts,
    by_first_name,
    full_name,
    is_same,
    key_of,
    name_parts,
    names_of,
    one_of_each,
)
from retrieval.speaking_words import PARTICIPLES, VERB
from retrieval.spelling import near
from retrieval.terms import folded, term_of, terms
from retrieval.timeliness import newest_rows, published_by, published_in
from retrieval.utterances import Utterance, utterances

# So many utterances are handed out at most, and so many articles read for them.
MOST_SHOWN, MOST_ARTICLES = 40, 300
# So many passages are looked at for what they say about something, by words and by closeness.
MOST_ABOUT = 40
# Of several people of one surname, the one whom so many of the articles name is meant.
DOMINANT = 0.75
# How sure it is that who is named said it (benchmarks/utterances.py), at the least.
SAID_BY = 0.95
_BATCH = 48
_SPEAKS = re.compile(rf"\b(?:according to|{VERB}|{'|'.join(PARTICIPLES)})\b|[“\"]", re.I)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """`given`: by somebody who has what is asked for as a given name."""

    article: Article
    utterance: Utterance
    speaker: Parts
    full: Parts | None
    given: bool = False
    fit: Relevance | None = None

    @property
    def text(self) -> str:
        return self.article.text[self.utterance.start : self.utterance.end]


@dataclass(frozen=True, slots=True)
class SaidSearch:
    """Finds utterances in an open generation."""

    embedder: Embedder
    texts: Texts

    def find(
        self, wanted: Wanted, index: PassageIndex, *, aliases: Sequence[Sequence[str]] = ()
    ) -> Said:
        """`aliases`: groups of names for the same, of the stories that may be seen."""
        stretches = moments(wanted.about, wanted.asked_on).stretches
        wanted = replace(wanted, about=_about_what(wanted))
        asked = _names_for(wanted.person, aliases, index.words.lexicon)
        rows = self._rows(wanted, index, asked)
        if stretches:
            rows = rows & published_in(index.published, stretches)
        if not rows.any():
            return Said(index.generation, (), near=_near(wanted, index))
        found, whole = self._spoken(wanted, index, asked, rows)
        # "Tedros" is whoever has that as a given name where nobody has it as a surname.
        spoken = [one for one in found if not one.given] or found
        of_one, several = _one_person(asked, spoken)
        if several:
            return Said(index.generation, (), several, whole=whole, anything=True)
        kept = _without_overlaps(of_one)
        if wanted.about:
            kept = self._about(wanted.about, asked, kept, index)
        quotes = _quotes(kept)[:MOST_SHOWN]
        return Said(
            index.generation,
            tuple(quotes),
            near=() if of_one else _near(wanted, index),
            whole=whole,
            anything=bool(of_one),
        )

    def _rows(
        self, wanted: Wanted, index: PassageIndex, asked: Sequence[Parts]
    ) -> NDArray[np.bool_]:
        """The passages that have the last word of a name, or the first where none has the last."""
        counted = index.in_stories(wanted.stories)
        by = published_by(index.published, wanted.asked_on)
        if by is not None:
            counted = counted & by
        found = np.zeros_like(counted)
        for parts in asked:
            for word in (parts[-1], parts[0]):
                rows = _having(word, index) & counted
                if rows.any():
                    found |= rows
                    break
        return found

    def _spoken(
        self,
        wanted: Wanted,
        index: PassageIndex,
        asked: Sequence[Parts],
        rows: NDArray[np.bool_],
    ) -> tuple[list[_Spoken], bool]:
        """All that these say in the articles of these rows, the newest article first."""
        order = self._order(wanted, index, rows)
        found: list[_Spoken] = []
        read: set[str] = set()
        for start in range(0, len(order), _BATCH):
            ids = index.passage_ids(order[start : start + _BATCH])
            held = self.texts.passages(ids)
            for article in _speaking([held[id] for id in ids if id in held], read):
                found += _in_article(article, asked)
            sure = sum(not one.given for one in found)
            enough = sure >= 2 * MOST_SHOWN and not wanted.about
            if enough or len(read) >= MOST_ARTICLES:
                return _newest_first(found), start + _BATCH >= len(order)
        return _newest_first(found), True

    def _order(self, wanted: Wanted, index: PassageIndex, rows: NDArray[np.bool_]) -> list[int]:
        """The rows, newest first; about something, those that are nearest to it by words and by
        closeness."""
        there = np.flatnonzero(rows)
        if wanted.about and len(there) > MOST_ABOUT:
            scores = index.words.scores(terms(wanted.about)) * rows
            best = np.argsort(-scores, kind="stable")[:MOST_ABOUT]
            by_words = [int(row) for row in best if scores[row] > 0]
            embedding = self.embedder.embed_question(f"{wanted.person}: {wanted.about}")
            near = index.nearest(embedding, MOST_ABOUT, wanted.stories, rows)
            there = np.array(sorted({*by_words, *(row for row, _ in near)}), dtype=np.int64)
        counted = np.zeros(len(rows), dtype=bool)
        counted[there] = True
        return newest_rows(index.published, counted, len(there))

    def _about(
        self, about: str, asked: Sequence[Parts], spoken: Sequence[_Spoken], index: PassageIndex
    ) -> list[_Spoken]:
        """Those that are about it, as sure as that is."""
        fits = relevance(
            about,
            [(one.text, one.article.title) for one in spoken],
            {word for parts in asked for word in parts},
            index.words.rarity,
            self.embedder,
        )
        return sorted(
            (
                replace(one, fit=fit)
                for one, fit, good in zip(spoken, fits, fitting(fits), strict=True)
                if good
            ),
            key=lambda one: (_age(one.article), -one.fit.score if one.fit else 0.0),
        )


def _about_what(wanted: Wanted) -> str:
    """Without the time that it names: "Chrome in November 2024"."""
    return moments(wanted.about, wanted.asked_on).undated if wanted.about else ""


def _names_for(person: str, aliases: Sequence[Sequence[str]], lexicon: Lexicon) -> list[Parts]:
    """The name that is asked for, and what else its story and the corpus call it: what an
    abbreviation stands for, and how else a foreign name is spelt."""
    asked = name_parts(person)
    others = [
        name_parts(name)
        for names in aliases
        if any(folded(name) == folded(person.strip()) for name in names)
        for name in names
    ]
    if not lexicon.is_empty:
        if len(asked) == 1 and person.strip().isupper():
            others += [name_parts(name) for name in lexicon.long_forms(person.strip())]
        for n, word in enumerate(asked):
            others += [(*asked[:n], other, *asked[n + 1 :]) for other in lexicon.respelt(word)]
    return list(dict.fromkeys(parts for parts in (asked, *others) if parts))


def _speaking(held: Sequence[tuple[Passage, Article]], read: set[str]) -> Iterator[Article]:
    """The articles that have not been `read`, whose passage tells of speech."""
    for passage, article in held:
        if article.version in read:
            continue
        text = article.text[passage.start : passage.end]
        if _SPEAKS.search(text):
            read.add(article.version)
            yield article


def _in_article(article: Article, asked: Sequence[Parts]) -> Iterator[_Spoken]:
    words_asked = {word for parts in asked for word in parts}
    for utterance in utterances(article):
        speaker = name_parts(article.text[slice(*utterance.speaker)])
        if len(speaker) == 1 or words_asked & set(speaker):
            named = names_of(article.text)
            full, called = full_name(speaker, named), by_first_name(speaker, named)
            # "The ministry" is one only where its article says which.
            certain = utterance.named or len(full or ()) > 1
            if not certain:
                continue
            if any(is_same(parts, speaker, full, called) for parts in asked):
                by_name = called if called and speaker not in asked else full
                yield _Spoken(article, utterance, speaker, by_name)
            elif full and len(full) > 1 and (full[0],) in asked:
                yield _Spoken(article, utterance, speaker, full, given=True)


def _age(article: Article) -> float:
    """Grows with it; what has no date is the oldest."""
    return -article.published.timestamp() if article.published else np.inf


def _having(word: str, index: PassageIndex) -> NDArray[np.bool_]:
    """The passages that have a word of a name, or all parts of a hyphenated one."""
    found = [index.words.scores([term]) > 0 for term in map(term_of, re.findall(r"\w+", word))]
    return np.asarray(np.logical_and.reduce(found), dtype=np.bool_)


def _newest_first(spoken: Sequence[_Spoken]) -> list[_Spoken]:
    def when(one: _Spoken) -> tuple[float, str, int]:
        return _age(one.article), one.article.id, one.utterance.start

    return sorted(spoken, key=when)


def _one_person(
    asked: Sequence[Parts], spoken: Sequence[_Spoken]
) -> tuple[list[_Spoken], tuple[str, ...]]:
    """What one person said; or, where the name may mean several, who they are.

    Whoever is only called by a word that several people share in one article is nobody for sure.
    """
    if any(len(parts) > 1 for parts in asked):
        return list(spoken), ()
    sure = [one for one in spoken if one.full is not None]
    people = one_of_each(
        [
            full
            for full, _ in dict.fromkeys(
                (one.full, one.article.id) for one in sure if one.full and len(one.full) > 1
            )
        ]
    )
    if len(people) <= 1:
        return sure, ()
    first, *_ = people
    if people[first] < DOMINANT * sum(people.values()):
        return [], tuple(_as_written(key, spoken) for key in people)
    return [
        one for one in sure if one.full and (len(one.full) == 1 or key_of(one.full) == first)
    ], ()


def _as_written(key: Parts, spoken: Sequence[_Spoken]) -> str:
    """A name as the texts have it."""
    for one in spoken:
        if one.full and key_of(one.full) == key and len(one.speaker) > 1:
            return one.article.text[slice(*one.utterance.speaker)]
    return " ".join(part.title() for part in key)


def _without_overlaps(spoken: Sequence[_Spoken]) -> list[_Spoken]:
    """Two of one article that share words become one that has the words of both."""
    kept: list[_Spoken] = []
    for one in spoken:
        last = kept[-1] if kept else None
        mine = one.utterance
        if (
            last is not None
            and last.article.version == one.article.version
            and mine.start < last.utterance.end
        ):
            end = max(last.utterance.end, mine.end)
            kept[-1] = replace(last, utterance=replace(last.utterance, end=end))
        else:
            kept.append(one)
    return kept


def _quotes(spoken: Sequence[_Spoken]) -> list[Quote]:
    """Each as a quote, copies of the same words once."""
    quotes: list[Quote] = []
    for one in spoken:
        text, start = one.text, one.utterance.start
        copied = next((n for n, q in enumerate(quotes) if is_copy(text, q.text)), None)
        if copied is not None:
            quote = quotes[copied]
            known = {quote.article.id, *(other.id for other in quote.also_in)}
            if one.article.id not in known and text == quote.text:
                quotes[copied] = replace(quote, also_in=(*quote.also_in, one.article))
            continue
        speaker = one.utterance.speaker
        quotes.append(
            Quote(
                article=one.article,
                start=start,
                end=one.utterance.end,
                text=text,
                highlight=((speaker[0] - start, speaker[1] - start),),
                link=link_at(one.article, start, one.utterance.end),
                score=one.fit.score if one.fit else 0.0,
                confidence=SAID_BY * (one.fit.confidence if one.fit else 1.0),
                also_in=(),
            )
        )
    return quotes


def _near(wanted: Wanted, index: PassageIndex) -> tuple[str, ...]:
    """The name with its slips mended, where the stories that may be seen have such words."""
    lexicon, typed = index.words.lexicon, wanted.person.split()
    if lexicon.is_empty:
        return ()
    mended = [near(word, lexicon, named=True) or word for word in typed]
    if mended == typed:
        return ()
    seen = index.in_stories(wanted.stories)
    new = [word for word, was in zip(mended, typed, strict=True) if word != was]
    there = all(((index.words.scores(terms(word)) > 0) & seen).any() for word in new)
    return (" ".join(mended),) if there else ()
