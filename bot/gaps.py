"""What people asked and nothing answered → kept where an admin wants it, grouped by meaning.

Ports and frozen values, and `GapDesk`, which is synchronous and for a worker thread: it embeds the
questions. No question leaves the port but to who may read it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.places import Place
from retrieval.articles import Story
from retrieval.embedding import Embeddings
from retrieval.question_groups import most_typical, same_questions
from retrieval.questions import Query

# Of more, the newest are grouped: everybody who looks waits for it.
MOST_GROUPED = 1_000


Keeping = Literal["off", "on", "never"]
"""Whether such questions are kept where no admin has said so; "never": and none can say so."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that nothing answered, under the id of the reply that said so.

    `story`: the one that it was put to, or the nearest passage's, or ""; `asked`: the asking
    message, "" where there is none; `follow_up`: it leaves unsaid what it is about, which is
    `story`. It is erased at `until`. `listed`: kept for admins, and not only for who waits;
    `person`: who asked, of whom no more is kept than a mark. `through`: the newest arrival when it
    was asked. `answered`, since when the `article` of this id answers it.
    """

    id: str
    place: Place
    story: str
    text: str
    at: datetime
    until: datetime
    listed: bool = True
    asked: str = ""
    follow_up: bool = False
    person: str = ""
    through: int = 0
    answered: datetime | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class AskedIn:
    """Which questions are meant; "" is all."""

    platform: str = ""
    team: str = ""
    channel: str = ""
    story: str = ""


class Questions(Protocol):
    """Those that nothing answered, where they are kept. Every method is one transaction."""

    def keeps(self, place: Place) -> bool | None:
        """What an admin has set for the channel, or else for its workspace or server, which is not
        said for direct messages; None where nothing is."""
        ...

    def set_keeps(self, place: Place, *, keeps: bool, everywhere: bool, at: datetime) -> int:
        """For the channel, or, `everywhere`, for the whole workspace or server in place of all that
        was set in it. What is not kept any more is erased; returns how many questions."""
        ...

    def keep(self, question: OpenQuestion) -> None:
        """Takes the place of an earlier one to the same message."""
        ...

    def listed(self, where: AskedIn, limit: int) -> Sequence[OpenQuestion]:
        """Those that are kept for admins, the newest of them, oldest first."""
        ...

    def forget_asked(self, place: Place, asked: str) -> int:
        """Erases what a message asked; returns how many."""
        ...

    def forget_asker(self, platform: str, person: str) -> int:
        """Erases what a person asked, and whatever they wait for; returns how many questions and
        wishes. `platform` "" is every one."""
        ...

    def forget_place(self, where: AskedIn) -> int:
        """Erases all that is listed there; returns how many."""
        ...

    def forget_questions(self, now: datetime, asked_before: datetime) -> int:
        """Erases those whose time is over, or that were asked too long ago; returns how many."""
        ...


class Meaning(Protocol):
    """What questions mean, as the index that is served understands them."""

    def questions(self, texts: Sequence[str]) -> tuple[Sequence[Query], Embeddings]:
        """Each as search reads it, and its vector, of length 1."""
        ...


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask the same, oldest first, and the most typical of them."""

    typical: OpenQuestion
    questions: tuple[OpenQuestion, ...]

    @property
    def count(self) -> int:
        """How often it was asked."""
        return len(self.questions)

    @property
    def since(self) -> datetime:
        """When it was first asked."""
        return self.questions[0].at

    @property
    def newest(self) -> datetime:
        """When it was last asked."""
        return self.questions[-1].at

    @property
    def story(self) -> str:
        """The story that most of them are near to, "" for none."""
        stories = [one.story for one in self.questions]
        return max(dict.fromkeys(stories), key=stories.count)

    @property
    def answered(self) -> datetime | None:
        """Since when an article answers the newest of them that is answered; None while none
        does."""
        answered = [one.answered for one in self.questions if one.answered is not None]
        return max(answered, default=None)

    @property
    def article(self) -> str:
        """The id of the article that answers it, "" for none."""
        found = [one.article for one in self.questions if one.answered == self.answered]
        return found[-1] if self.answered else ""


def readable_at(
    place: Place, seen: Collection[str], stories: Iterable[Story]
) -> Callable[[OpenQuestion], bool]:
    """Whether a question may be read at a place where the stories `seen` may be spoken of, out of
    all `stories`: what was asked in a channel that a story is limited to is read there alone."""
    secretive = {name for story in stories for name in story.channels}

    def readable(question: OpenQuestion) -> bool:
        here = question.place.channel == place.channel
        return question.story in ("", *seen) and (here or question.place.name not in secretive)

    return readable


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps questions for `days` days; `keeping` counts where no admin has set anything."""

    kept: Questions
    keeping: Keeping
    days: int

    def keeps(self, place: Place) -> bool:
        """Whether questions that are asked there are kept. Those of direct messages are not, unless
        it was set there itself."""
        if self.keeping == "never":
            return False
        said = self.kept.keeps(place)
        return (self.keeping == "on" and not place.direct) if said is None else said

    def until(self, at: datetime) -> datetime:
        """When what was asked then is erased."""
        return at + timedelta(days=self.days)

    def heard(self, place: Place, asked: str, unanswered: OpenQuestion | None) -> None:
        """Something was asked there, by the message `asked`; kept where nothing answered it."""
        if not self.keeps(place):
            return
        if unanswered is not None:
            self.kept.keep(unanswered)
        elif asked:
            self.kept.forget_asked(place, asked)  # asked in other words before


@dataclass(frozen=True, slots=True)
class GapDesk:
    """Lists gaps for who may read them."""

    keeper: Keeper
    meaning: Callable[[], Meaning]

    def gaps(
        self, where: AskedIn, allowed: Callable[[OpenQuestion], bool] = lambda _: True
    ) -> Sequence[Gap]:
        """Those that are open before those that are answered, the most asked first; of the
        questions that are `allowed` to be read."""
        listed = self.keeper.kept.listed(where, MOST_GROUPED)
        questions = [one for one in listed if allowed(one)]
        if not questions:
            return []
        queries, vectors = self.meaning().questions([one.text for one in questions])
        gaps = [
            Gap(questions[most_typical(group, vectors)], tuple(questions[n] for n in group))
            for group in same_questions(queries, vectors)
        ]
        return sorted(
            gaps, key=lambda gap: (gap.answered is not None, -gap.count, -gap.newest.timestamp())
        )
