"""What every page is made of: the bot's use cases, what is kept, and who does the work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.admin.kept_views import Pictures
from adapters.admin.templates import Shown, drawn
from adapters.admin.work import PageWork
from adapters.service.observing import Observer
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.checks import StoredChecks
from adapters.storage.figures import StoredFigures
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.sent_corrections import StoredSentCorrections
from adapters.storage.sources import StoredSources
from bot.commands.command import Caller, Work
from bot.conversation import Conversation
from bot.health import Health
from bot.newsdesk import Newsdesk
from bot.places import DESK
from retrieval.articles import Story

# Who acts there: everybody who has the token.
CALLER = Caller("admin", DESK)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the catalog knows."""

    catalog: Catalog
    checks: StoredChecks
    figures: StoredFigures
    replies: StoredReplies
    happenings: StoredHappenings
    corrections: StoredSentCorrections
    sources: StoredSources


@dataclass(frozen=True, slots=True)
class Parts:
    """For one event loop; `stored` and `conversation` are for worker threads."""

    settings: Settings
    conversation: Conversation
    newsdesk: Callable[[], Newsdesk]
    stored: Stored
    pictures: Pictures
    health: Health
    work: PageWork
    observer: Observer
    now: Callable[[], datetime]
    clock: Callable[[], float]

    async def html(self, mark: str, make: Callable[[], Shown], work: Work = Work.BOOK) -> str:
        """What `make` shows, made and drawn in a worker. Raises what it raises, and Busy."""
        return await self.work.run(work, lambda: drawn(make(), mark))

    def stories(self) -> dict[str, Story]:
        """Every story, limited ones too. Raises NotReady."""
        return self.conversation.desk().stories(DESK)

    def choices(self) -> tuple[tuple[str, str], ...]:
        """(slug, title) of each story, for a form."""
        return tuple((slug, one.title) for slug, one in sorted(self.stories().items()))
