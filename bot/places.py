"""Where a question was asked, and which stories may be spoken of there. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from retrieval.articles import Story


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or a direct message; `team` is its workspace or guild, "" where there is none.

    `thread`: where in the channel news are followed by themselves, "" for the channel. What may be
    spoken of is the channel's: with another thread it is the same place.
    """

    platform: str
    team: str
    channel: str
    thread: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """As `channels` in a story.toml names it: slack:C0123."""
        return f"{self.platform}:{self.channel}"

    @property
    def direct(self) -> bool:
        """Whether it is somebody's talk with the bot alone, by the form of ids: Slack's begin with
        a D, Discord's belong to no server."""
        return self.channel.startswith("D") if self.platform == "slack" else not self.team


# The desk's page: who has its token may see every story, whatever channels it is limited to.
DESK = Place("admin", "", "")


def allowed(
    stories: Mapping[str, Story], place: Place | None, scope: Collection[str] | None
) -> dict[str, Story]:
    """The stories that may be spoken of at `place`; None is a place of no channel: a home page.

    A story that is limited to channels is left out everywhere else, but for the desk's page.
    `scope` narrows further, None does not; a scope whose stories are all gone allows nothing.
    """
    if place == DESK:
        return dict(stories)
    return {
        slug: story
        for slug, story in stories.items()
        if (not story.channels or (place is not None and place.name in story.channels))
        and (scope is None or slug in scope)
    }
