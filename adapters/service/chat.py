"""What answering needs of a chat: the port that each platform fills, and what crosses it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, Protocol, Self, TypeVar, get_type_hints

from bot.desk import Asked, Told
from bot.documents.tree import Document
from bot.manners import Askers, Where
from bot.places import Place

Kept = Callable[[], None]
"""Called once no kill can lose a question any more."""


class Undelivered(Exception):
    """The chat could not be reached for a while; the message may be tried again later."""


class Unclaimed(Exception):
    """The catalog could not keep the question; whoever delivered it is to do so again."""


class Incoming(Protocol):
    """A question as it came from a chat; as a payload it survives a restart.

    `key` is the same however often and by whatever way it is delivered; `person` is who is
    counted for the rate limit; `thread` is "" outside of threads.
    """

    @property
    def key(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def thread(self) -> str: ...
    @property
    def place(self) -> Place: ...
    @property
    def person(self) -> str: ...
    @property
    def user(self) -> str:
        """The same by the platform's own id."""
        ...

    @property
    def private(self) -> bool:
        """Whether only who asked sees the reply."""
        ...

    @property
    def unaddressed(self) -> bool:
        """Whether it counts only where the bot has spoken before."""
        ...

    @property
    def by_name(self) -> bool:
        """Whether it names the bot or is for it alone: then small talk gets a word, too."""
        ...

    @property
    def unasked(self) -> bool:
        """Whether it counts only where the channel wants to be answered unasked."""
        ...

    @property
    def asks(self) -> bool:
        """Whether it has the form of a question; what names the bot always does."""
        ...

    @property
    def awaited(self) -> bool:
        """Whether something on show only ends with an answer: a command, an interaction."""
        ...

    @property
    def replies_to(self) -> str:
        """The message that it replies to, or the thread that it stands in; "" for none."""
        ...

    @property
    def repeatable(self) -> bool:
        """Whether it is a button's or an emoji's, which stays there: it may be asked anew under the
        same key when it only got a sentence."""
        ...

    @property
    def everywhere(self) -> bool:
        """Whether it leaves the story of its thread."""
        ...

    @property
    def reacted(self) -> bool:
        """Whether an emoji asks about a message, whose words are still to be read."""
        ...

    @property
    def message(self) -> str:
        """The asking message, "" where there is none."""
        ...

    @property
    def story(self) -> str:
        """The one that it is put to, "" for none."""
        ...

    @property
    def via(self) -> str:
        """What else the platform needs to post there later."""
        ...

    def payload(self) -> dict[str, Any]: ...


class FromPayload:
    """A dataclass with a `way`, an Enum, that survives a restart as JSON."""

    __slots__ = ()
    way: Enum

    @property
    def repeatable(self) -> bool:
        return self.everywhere or self.reacted

    @property
    def everywhere(self) -> bool:
        return bool(self.way.value == "everywhere")

    @property
    def asks(self) -> bool:
        return True

    @property
    def reacted(self) -> bool:
        return bool(self.way.value == "reaction")

    def payload(self) -> dict[str, Any]:
        kept: dict[str, Any] = asdict(self)  # type: ignore[call-overload]
        return kept | {"way": self.way.value}

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        way = get_type_hints(cls)["way"]
        return cls(**{**payload, "way": way(payload["way"])})


def asked_in(incoming: Incoming) -> Asked:
    """What the desk is asked."""
    return Asked(
        incoming.text,
        incoming.place,
        incoming.thread,
        incoming.message,
        everywhere=incoming.everywhere,
        story=incoming.story,
        private=incoming.private,
        via=incoming.via,
        person=incoming.user,
    )


I = TypeVar("I", bound=Incoming)  # noqa: E741


@dataclass(frozen=True, slots=True)
class Said:
    """What to send; `reply` is the id of a kept reply, "" for a sentence to the asker alone.

    `waiting`: that the bot is looking is on show, for this to take its place. `silent`: nothing is
    sent at all; `alone`: it goes to who asked alone, and seldom.
    """

    document: Document
    reply: str = ""
    waiting: bool = False
    silent: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A message that somebody asked about and that can't be read; `why` is told to them alone, ""
    where there is nothing to say: it is gone, or is ours."""

    why: str = ""


class Chat(Protocol[I]):
    """What a platform does; none of it raises anything but Undelivered."""

    def repeats(self, told: Told, to: I) -> bool:
        """Whether the reply has to repeat the question."""
        ...

    async def language(self, to: I) -> str:
        """That of who asks, or of the server where all see the reply, one of LANGUAGES; "" where
        that isn't known."""
        ...

    async def reach(self, to: I) -> None:
        """Raises Undelivered where the chat wouldn't take a reply now: none is looked for then."""
        ...

    async def show_looking(self, to: I) -> None:
        """Shows that the bot is at work, where the chat can."""
        ...

    async def show_waiting(self, to: I) -> None:
        """Says so to who asked privately, in a message that the reply replaces."""
        ...

    async def send(self, to: I, said: Said, *, uncertain: bool) -> None:
        """Sends it in place of an earlier reply to the same message, if there is one.

        `uncertain`: an earlier try may have succeeded. Raises Undelivered.
        """
        ...

    async def placed(self, to: I, where: Where) -> I:
        """The same, to be answered where the channel wants it, as far as the bot may do so."""
        ...

    async def admitted(self, by: I, askers: Askers) -> bool:
        """Whether a person may ask. Raises Undelivered where the chat can't say who they are."""
        ...

    def keeps_out(self, askers: Askers, *, here: bool) -> str:
        """The sentence for whom they don't include; `here`: in this channel."""
        ...

    async def read(self, to: I) -> I | Unread:
        """The same with the words of the message that somebody reacted to, or Unread. Raises
        Undelivered where that isn't known at the moment."""
        ...

    async def words_replied_to(self, to: I) -> str:
        """What the message says that it replies to, as it would be typed; "" where there is none
        or it can't be read. Another's, where that is one of ours."""
        ...

    async def whisper(self, to: I, document: Document) -> None:
        """Shows it to who asked alone, if that is possible at all."""
        ...

    async def take_back(self, to: I) -> None:
        """Deletes the replies to a message that is gone."""
        ...
