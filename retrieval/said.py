"""Whom somebody asks after, and what was found of them: the request and the result. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from retrieval.quotes import Quote


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is asked after, as typed; about what, "" for anything; `stories` None means all;
    `asked_on`: the moment of asking, None for now."""

    person: str
    about: str = ""
    stories: Collection[str] | None = None
    asked_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What was found, newest first: `quotes`, each with the speaker's name as its highlight.

    `several`: whom else the name may mean, where that isn't sure; then there are no quotes.
    `near`: names like it, where nobody of that name is quoted. `whole`: whether all was read, and
    not the newest alone. `anything`: whether they are quoted at all, be it about something else.
    """

    generation: str
    quotes: tuple[Quote, ...]
    several: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    whole: bool = True
    anything: bool = False
