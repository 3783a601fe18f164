"""What people ask to follow in a place → follows kept, and what is told of them.

Raises UnknownStory and BadRhythm for what can't be followed.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.ask import unknown_story
from bot.desk import Desk, UnknownStory
from bot.following import Follow, Follows, next_time, rhythm_of
from bot.notices import Happenings, Switches
from bot.places import Place
from retrieval.articles import Story


@dataclass(frozen=True, slots=True)
class Followed:
    """A follow and its story, None where that is not tracked, or not spoken of there, any more."""

    follow: Follow
    story: Story | None


@dataclass(frozen=True, slots=True)
class Followers:
    """Follows, unfollows and lists on behalf of places."""

    desk: Desk
    follows: Follows
    happenings: Happenings
    switches: Switches

    def follow(
        self,
        place: Place,
        story: str,
        rhythm: str,
        person: str,
        now: datetime,
        *,
        zone: str = "UTC",
        via: str = "",
    ) -> Followed:
        """From now on; `rhythm` in words, `zone` where they name none."""
        seen = self._story(place, story)
        how = rhythm_of(rhythm, zone)
        follow = Follow(
            id=uuid.uuid4().hex,
            place=place,
            story=story,
            rhythm=how,
            person=person,
            since=now,
            through=self.happenings.newest_arrival(),
            due=next_time(how, now),
            via=via,
        )
        self.follows.follow(follow)
        return Followed(follow, seen)

    def unfollow(self, place: Place, story: str) -> bool:
        """Whether it was followed. A story that is gone can be unfollowed too."""
        if self.follows.unfollow(place, story):
            return True
        self._story(place, story)
        return False

    def following(self, place: Place) -> Sequence[Followed]:
        stories = self.desk.stories(place)
        return [Followed(one, stories.get(one.story)) for one in self.follows.following(place)]

    def _story(self, place: Place, slug: str) -> Story:
        stories: Mapping[str, Story] = self.desk.stories(place)
        if slug not in stories:
            raise UnknownStory(unknown_story(slug, stories))
        return stories[slug]
