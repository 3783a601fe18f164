"""What the bot remembers between questions, and the ports that a database fills.

No question and no name is kept: ids, places in articles and times only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from bot.language import ENGLISH
from bot.places import Place
from bot.replies import Standing
from retrieval.sentences import Span

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """Where a quote stands, none of its words: enough to cut it from its article again.

    `version` and `also_in` are versions of articles; `highlight` is relative to `start`.
    """

    version: str
    start: int
    end: int
    highlight: tuple[Span, ...]
    confidence: float
    also_in: tuple[str, ...]
    standing: Standing = Standing.PLAIN


@dataclass(frozen=True, slots=True)
class KeptReply:
    """One reply, so that its buttons and its thread go on working after a restart.

    `thread`, `asked` (the asking message) and `message` (ours) are the platform's ids, "" where
    there is none. It `answered`, or its quotes were only `possible`, or neither: then `story`, the
    best quote's, is "", and `quotes` are the nearest instead of those shown and the further ones,
    best first. `shown` counts the first of them that everybody in the channel saw; `via` is what
    else the platform needs to post there; `language`: that it was given in.
    """

    id: str
    place: Place
    thread: str
    asked: str
    message: str
    answered: bool
    story: str
    quotes: tuple[KeptQuote, ...]
    at: datetime
    shown: int = 0
    via: str = ""
    possible: bool = False
    language: str = ENGLISH


class Replies(Protocol):
    """The replies that were given, or are just being sent."""

    def keep(self, reply: KeptReply) -> None: ...

    def sent(self, id: str, thread: str, message: str) -> None:
        """Notes where the reply stands now."""
        ...

    def reply(self, id: str) -> KeptReply | None: ...

    def last_answer_in(self, place: Place, thread: str, besides: str) -> KeptReply | None:
        """The newest reply of the thread that answered, or may have; not one to the message
        `besides`."""
        ...

    def spoke_in(self, place: Place, thread: str) -> bool:
        """Whether any reply, answering or not, stands in the thread."""
        ...

    def replies_to(self, place: Place, asked: str) -> list[KeptReply]:
        """The replies to one message, newest first."""
        ...

    def showing(self, platform: str, versions: Collection[str]) -> list[KeptReply]:
        """Those whose quotes of one of these versions everybody saw, oldest first."""
        ...

    def forget_replies(self, before: datetime) -> int:
        """Deletes older replies with their feedback; returns how many replies."""
        ...


@dataclass(frozen=True, slots=True)
class Rated:
    """What people thought of one reply."""

    reply: KeptReply
    helpful: int
    not_helpful: int
    at: datetime  # of the newest verdict


class Feedback(Protocol):
    """What people think of replies: one verdict a person and reply, the last one counts."""

    def rate(self, reply: str, person: str, helpful: bool, at: datetime) -> bool:
        """False where the reply is no longer known."""
        ...

    def rated(self, platform: str | None, team: str | None, limit: int) -> list[Rated]:
        """Newest verdict first; None is every platform or team."""
        ...

    def forget_person(self, person: str) -> int:
        """Deletes a person's verdicts; returns how many."""
        ...


class Scopes(Protocol):
    """Which stories a channel follows."""

    def scope(self, place: Place) -> frozenset[str] | None:
        """None: every story that the channel may see."""
        ...

    def set_scope(self, place: Place, stories: Collection[str] | None, at: datetime) -> None: ...


class State(Enum):
    """How far a delivery is."""

    OPEN = "open"
    SENDING = "sending"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something to answer, exactly once: `payload` is what is needed to do so.

    `revision` grows whenever the asking message is edited; `attempts` counts the takeovers.
    """

    key: str
    payload: Payload
    state: State
    revision: int
    attempts: int


class Deliveries(Protocol):
    """What reached the bot, so that it is answered once: across redelivery, replicas, restarts.

    A delivery belongs to one owner (a process) while its lease lasts. Every method is one
    transaction.
    """

    def claim(
        self, key: str, payload: Payload, owner: str, now: datetime, lease_seconds: float
    ) -> bool:
        """Whether `key` is new; it is the owner's then."""
        ...

    def begin_sending(self, key: str, owner: str, revision: int) -> Delivery | None:
        """OPEN → SENDING. The delivery as it now stands: its state is SENDING if all is well,
        OPEN with a newer revision if the message was edited meanwhile. None: it was withdrawn,
        taken over or forgotten; send nothing."""
        ...

    def finish(self, key: str, owner: str, revision: int) -> Delivery | None:
        """→ DONE with an empty payload. None if all is well; else the delivery as it stands:
        WITHDRAWN, or OPEN with a newer revision that is to be answered in place of what was sent.
        """
        ...

    def amend(
        self, key: str, payload: Payload, owner: str, now: datetime, lease_seconds: float
    ) -> Delivery | None:
        """A newer wording. What was DONE becomes OPEN and the owner's, and is returned. None:
        unknown or withdrawn, or whoever holds it will find the new wording when it sends."""
        ...

    def release(self, key: str, owner: str) -> None:
        """Forgets what the owner holds: nothing came of it, and it may be asked for again."""
        ...

    def withdraw(self, key: str) -> bool:
        """→ WITHDRAWN with an empty payload; False where the key is unknown."""
        ...

    def renew(self, owner: str, keys: Collection[str], now: datetime, lease_seconds: float) -> None:
        """Prolongs the leases of what the owner is still working on."""
        ...

    def postpone(self, key: str, owner: str, now: datetime, since: datetime) -> bool:
        """Ends the owner's work on what the chat does not take at the moment: it may be taken over
        after a pause, and that was no attempt. False where it was asked before `since`."""
        ...

    def take_over(
        self, platform: str, owner: str, now: datetime, lease_seconds: float
    ) -> Sequence[Delivery]:
        """What is OPEN or SENDING, came from the platform (its key begins with it and a colon),
        and whose lease ended, oldest first: the owner's now, attempts one higher."""
        ...

    def forget_deliveries(self, before: datetime) -> int:
        """Deletes older ones that are DONE or WITHDRAWN; returns how many."""
        ...
