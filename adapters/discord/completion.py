"""What was typed of an argument so far → what it may become. Discord shows 25, of 100 characters
each."""

from collections.abc import Iterable
from dataclasses import dataclass

from discord.app_commands import Choice

from adapters.discord.wording import ALL_FOLLOWED, ALL_STORIES, USUAL_RHYTHMS
from bot import wording
from bot.commands.command import Takes
from bot.commands.reading import ALL
from bot.conversation import Conversation
from bot.documents.following import title_of
from bot.following import BadRhythm, rhythm_of
from bot.places import Place

Choices = list[Choice[str]]
COMPLETED = frozenset((Takes.STORY, Takes.STORIES, Takes.FOLLOWED, Takes.RHYTHM))

_MOST, _LONGEST = 25, 100


@dataclass(frozen=True, slots=True)
class Completion:
    """Offers what may be spoken of at a place. Synchronous, for a worker thread."""

    conversation: Conversation

    def choices(self, takes: Takes, typed: str, place: Place) -> Choices:
        """Raises PullquoteError."""
        match takes:
            case Takes.STORY:
                return _going_with(typed, self._titles(place))
            case Takes.STORIES:
                return self._several(typed, place)
            case Takes.FOLLOWED:
                followed = self.conversation.followers().following(place)
                # A channel lists those of its threads too, and can't end them.
                own = [one for one in followed if one.follow.place.thread == place.thread]
                named = [(title_of(one), one.follow.story) for one in own]
                return _going_with(typed, [*named[: _MOST - 1], (ALL_FOLLOWED(), ALL)])
            case Takes.RHYTHM:
                return _rhythms(typed)
        return []

    def _titles(self, place: Place) -> list[tuple[str, str]]:
        stories = self.conversation.desk().stories(place)
        return [(story.title or slug, slug) for slug, story in stories.items()]

    def _several(self, typed: str, place: Place) -> Choices:
        """Behind the last comma the next one is typed; those before it stay as they are."""
        before, comma, last = typed.rpartition(",")
        kept = f"{before}{comma} " if comma else ""
        stories = self.conversation.desk().unscoped(place)
        named = [(story.title or slug, slug) for slug, story in stories.items()]
        offered = _going_with(last.strip(), [*named, *([] if comma else [(ALL_STORIES(), ALL)])])
        return _fitting((f"{kept}{one.name}", f"{kept}{one.value}") for one in offered)


def _going_with(typed: str, named: Iterable[tuple[str, str]]) -> Choices:
    wanted = typed.casefold()
    return _fitting(
        (title, value) for title, value in named if wanted in f"{value} {title}".casefold()
    )


def _fitting(named: Iterable[tuple[str, str]]) -> Choices:
    """A value can't be cut, a name can."""
    choices = [
        Choice(name=name[:_LONGEST].strip() or wording.UNTITLED(), value=value)
        for name, value in named
        if len(value) <= _LONGEST
    ]
    return choices[:_MOST]


def _rhythms(typed: str) -> Choices:
    """What was typed so far, as it is understood, and the usual ones."""
    try:
        meant = [rhythm_of(typed)] if typed.strip() else []
    except BadRhythm:
        meant = []
    usual = map(rhythm_of, USUAL_RHYTHMS)
    return _fitting((one.in_words(), str(one)) for one in dict.fromkeys((*meant, *usual)))
