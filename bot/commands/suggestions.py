"""Stories that may be spoken of → questions to begin with, each asked beforehand and answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot import wording
from bot.conversation import Conversation
from bot.documents.listings import story_title
from bot.places import Place
from bot.replies import Answer, Question
from bot.safe_text import one_line
from retrieval.articles import Article, Story

# Of a story, looked through for headlines that are questions.
_NEWEST_READ = 20
_QUESTIONS_OF_A_STORY = 3
_LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the index answers, under the title of its story."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Keeps what it found out of a story until something newer is in it."""

    known: dict[tuple[str, str, frozenset[str]], str] = field(default_factory=dict)

    def of(
        self, conversation: Conversation, places: Sequence[Place], most: int
    ) -> tuple[Suggestion, ...]:
        """Of stories that may be spoken of at every one of the places, those with the newest
        articles first. In a worker: each story takes some questions. Raises PullquoteError."""
        desk, library = conversation.desk(), conversation.library()
        seen = set.intersection(*(set(desk.stories(place)) for place in places))
        listings = [one for one in library.listings() if one.story.slug in seen and one.newest]
        listings.sort(key=lambda one: str(one.newest), reverse=True)
        found = list[Suggestion]()
        for one in listings:
            if len(found) == most:
                break
            newest = library.newest([one.story.slug], _NEWEST_READ)
            key = (one.story.slug, newest[0].version if newest else "", frozenset(seen))
            if key not in self.known:
                self.known[key] = self._answered(conversation, one.story, newest, key[2])
            if question := self.known[key]:
                found.append(Suggestion(story_title(one.story), question))
        return tuple(found)

    def _answered(
        self,
        conversation: Conversation,
        story: Story,
        newest: Sequence[Article],
        stories: frozenset[str],
    ) -> str:
        """The first question that is answered out of this story, "" where none is."""
        bot = conversation.desk().bot
        for question in _questions(story, newest):
            reply = bot.ask(Question(question, stories, 1))
            if isinstance(reply, Answer) and reply.quotes[0].article.story == story.slug:
                return question
        return ""


def _questions(story: Story, newest: Sequence[Article]) -> Iterator[str]:
    headlines = (one_line(article.title) for article in newest)
    asking = [one for one in headlines if one.endswith("?") and len(one) <= _LONGEST_QUESTION]
    yield wording.whats_latest(story_title(story))
    yield from asking[: _QUESTIONS_OF_A_STORY - 1]
