"""The stories of a place → questions worth suggesting there: each has been asked, and is answered.

Synchronous, for a worker thread: asks the bot. Safe to use from several threads.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from bot.ask import QuestionError
from bot.desk import Desk
from bot.places import Place
from bot.replies import Answer, Question
from retrieval.articles import Article, Story

# A pane of Slack's assistant shows four.
MOST_SUGGESTED = 4
# Of a headline that is a question, and of a title.
_LONGEST_QUESTION, _LONGEST_TITLE = 150, 100
# One story's headlines must not keep the others waiting.
_HEADLINES_LOOKED_AT = 20
_HEADLINES_ASKED = 2
# What may be asked of any story without knowing what it is about.
ASKED_OF_TITLES = (
    "What is the latest on {title}?",
    "How did {title} unfold?",
    "What caused {title}?",
)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A question that is answered, and the title of its story."""

    title: str
    question: str


@dataclass(slots=True)
class Suggestions:
    """What was found is kept until there is another generation.

    `generation` is the id of the index served now; `newest` are the newest articles of stories, as
    Library.newest.
    """

    desk: Callable[[], Desk]
    generation: Callable[[], str]
    newest: Callable[[Collection[str], int], Sequence[Article]]
    _kept: dict[tuple[str, frozenset[str]], tuple[str, ...]] = field(default_factory=dict)
    _of: str = ""
    _lock: Lock = field(default_factory=Lock)

    def at(self, place: Place | None, now: datetime) -> tuple[Suggested, ...]:
        """Up to four, one a story before a second of any: those with the newest articles first.

        Takes a second a story at the first call of a generation. Raises what the desk raises.
        """
        desk = self.desk()
        allowed = desk.stories(place)
        seen = frozenset(allowed)
        found: list[list[Suggested]] = []
        for story in self._by_newest(allowed):
            asked = self._answered(desk, story, seen, now)
            found.append([Suggested(story.title, question) for question in asked])
            if len([of for of in found if of]) >= MOST_SUGGESTED:
                break
        in_turn = [of[n] for n in range(_MOST_OF_A_STORY) for of in found if len(of) > n]
        return tuple(in_turn[:MOST_SUGGESTED])

    def _by_newest(self, stories: dict[str, Story]) -> list[Story]:
        newest = self.newest(stories.keys(), _HEADLINES_LOOKED_AT * max(len(stories), 1))
        order = dict.fromkeys(article.story for article in newest if article.story in stories)
        return [stories[slug] for slug in order]

    def _answered(
        self, desk: Desk, story: Story, seen: frozenset[str], now: datetime
    ) -> tuple[str, ...]:
        """The questions that the story answers among those that are seen, kept for the
        generation."""
        generation = self.generation()
        with self._lock:
            if generation != self._of:
                self._of, self._kept = generation, {}
            if (story.slug, seen) in self._kept:
                return self._kept[story.slug, seen]
        good: list[str] = []
        for question in self._questions(story):
            if len(good) < _MOST_OF_A_STORY and _is_answered(desk, story, seen, question, now):
                good.append(question)
        with self._lock:
            if generation == self._of:
                self._kept[story.slug, seen] = tuple(good)
        return tuple(good)

    def _questions(self, story: Story) -> tuple[str, ...]:
        """What may be asked: headlines that are questions, then what may be asked of any story."""
        newest = self.newest([story.slug], _HEADLINES_LOOKED_AT)
        headlines = [
            article.title
            for article in newest
            if article.title.endswith("?") and len(article.title) <= _LONGEST_QUESTION
        ]
        titled = ASKED_OF_TITLES if len(story.title) <= _LONGEST_TITLE else ()
        named = [asked.format(title=_within_a_sentence(story.title)) for asked in titled]
        # Every story has a latest, so that stands first.
        return tuple(dict.fromkeys([*named[:1], *headlines[:_HEADLINES_ASKED], *named[1:]]))


_MOST_OF_A_STORY = 2


def _is_answered(
    desk: Desk, story: Story, seen: frozenset[str], question: str, now: datetime
) -> bool:
    """Whether the bot claims an answer, out of this story; asked of all that are seen, as people
    will."""
    try:
        reply = desk.bot.ask(Question(question, seen, 1, asked_on=now))
    except QuestionError:
        return False
    return isinstance(reply, Answer) and reply.quotes[0].article.story == story.slug


def _within_a_sentence(title: str) -> str:
    """ "The collapse of …" → "the collapse of …"; names keep their capital."""
    first, _, rest = title.partition(" ")
    return f"{first.lower()} {rest}" if first in _SMALL and rest else title


_SMALL = frozenset("The A An How Why What When Inside".split())
