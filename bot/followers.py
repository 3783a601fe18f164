"""What people ask to follow in a place → follows kept, and what is told of them.

Raises UnknownStory and BadRhythm for what can't be followed.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.following import Follow, Follows, next_time, rhythm_of
from bot.happenings import Happenings
from bot.notices import Switches
from bot.pings import Pinged, Pings
from bot.places import Place
from bot.story_names import story_meant
from bot.wanted_words import EVERYTHING, WantedWords
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
    pings: Pings

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
        words: WantedWords = EVERYTHING,
        ping: Pinged | None = None,
    ) -> Followed:
        """From now on; `story` by slug or title, `rhythm` in words, `zone` where they name none."""
        seen = story_meant(story, self.desk.stories(place))
        how = rhythm_of(rhythm, zone)
        follow = Follow(
            id=uuid.uuid4().hex,
            place=place,
            story=seen.slug,
            rhythm=how,
            person=person,
            since=now,
            through=self.happenings.newest_arrival(),
            due=next_time(how, now),
            via=via,
            words=words,
            ping=ping,
        )
        self.follows.follow(follow)
        return Followed(follow, seen)

    def unfollow(self, place: Place, story: str) -> bool:
        """Whether it was followed. A story that is gone can be unfollowed too."""
        if self.follows.unfollow(place, story):
            return True
        named = story_meant(story, self.desk.stories(place)).slug
        return named != story and self.follows.unfollow(place, named)

    def following(self, place: Place) -> Sequence[Followed]:
        stories = self.desk.stories(place)
        return [Followed(one, stories.get(one.story)) for one in self.follows.following(place)]
