"""A story's keywords as written, and what an item says → whether it holds what it must. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.foreign_terms import letters_apart
from retrieval.terms import words


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word or words as somebody wrote them, and as `run_of` gives them."""

    written: str
    run: str


@dataclass(frozen=True, slots=True)
class Keywords:
    """An item must hold each of `every`, one of `any` where there are any, and none of `none`."""

    any: tuple[Keyword, ...] = ()
    every: tuple[Keyword, ...] = ()
    none: tuple[Keyword, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether an item must hold something."""
        return bool(self.any or self.every)

    def refusal(self, said: str) -> str:
        """Why an item that says so, as `run_of` gives it, is not taken; "" where it may be."""
        for keyword in self.none:
            if keyword.run in said:
                return f"“{keyword.written}” in it, which the story leaves out"
        for keyword in self.every:
            if keyword.run not in said:
                return f"no “{keyword.written}” in it, which the story asks for"
        if self.any and not any(keyword.run in said for keyword in self.any):
            return "no keyword of the story"
        return ""

    def first_in(self, said: str) -> str:
        """The first keyword that it holds, as written; "" for none."""
        found = (keyword.written for keyword in (*self.any, *self.every) if keyword.run in said)
        return next(found, "")


def keywords_of(written: Sequence[str]) -> Keywords:
    """ "word": one of these; "+word": each of these; "-word": none of these."""
    by_sign: dict[str, list[Keyword]] = {"": [], "+": [], "-": []}
    for text in written:
        sign = text[0] if text[:1] in ("+", "-") else ""
        bare = text[len(sign) :].strip()
        run = run_of(bare)
        if run.strip():  # a mark alone would stand in everything
            by_sign[sign].append(Keyword(bare, run))
    return Keywords(*(tuple(by_sign[sign]) for sign in ("", "+", "-")))


def run_of(text: str) -> str:
    """The terms with a space on both sides of each, so that runs of words compare, in whatever
    form of the word; of scripts without blanks it is letters that do."""
    said = " ".join(letters_apart(word.term) for word in words(text))
    return f" {' '.join(said.split())} "
