"""Passages that several stories hold of one page → each once, out of one story. Pure."""

from collections import Counter
from collections.abc import Sequence

from retrieval.candidates import Candidate

_Key = tuple[str, int, int, str]


def without_doubles(candidates: Sequence[Candidate]) -> list[Candidate]:
    """In their order; of doubles, the one of the story that most of the others are of, so that a
    reply speaks of one story where it can."""
    of_story = Counter(candidate.article.story for candidate in candidates)
    chosen: dict[_Key, Candidate] = {}
    for candidate in candidates:
        known = chosen.get(_key(candidate))
        if known is None or _rank(candidate, of_story) < _rank(known, of_story):
            chosen[_key(candidate)] = candidate
    return list(chosen.values())


def _key(candidate: Candidate) -> _Key:
    passage, article = candidate.passage, candidate.article
    # Without an address an article is known by its id alone.
    return article.url or article.id, passage.start, passage.end, candidate.text


def _rank(candidate: Candidate, of_story: Counter[str]) -> tuple[int, str]:
    story = candidate.article.story
    return -of_story[story], story
