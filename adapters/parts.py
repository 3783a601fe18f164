"""What every chat is given to answer with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.answering import DeskOf
from adapters.settings import Settings
from adapters.shelf import Shelf
from adapters.storage.database import Database
from adapters.websub_server import HubCallbacks
from bot.followers import Followers
from bot.health import Health
from bot.newsdesk import Newsdesk
from bot.tracking import SourceDesk
from bot.workers import Workers


@dataclass(frozen=True, slots=True)
class Parts:
    """What the bot brings along. `opened` returns when there is a desk, or a reason why there is
    none; `lookups` ask the web; `hubs` answer at the public address,
    None where there is none; `owner` names this process in the catalog."""

    settings: Settings
    database: Database
    opened: Callable[[], Awaitable[None]]
    desk: DeskOf
    shelf: Callable[[], Shelf]
    newsdesk: Callable[[], Newsdesk]
    followers: Callable[[], Followers]
    sources: Callable[[], SourceDesk]
    workers: Workers
    books: Workers
    lookups: Workers
    hubs: HubCallbacks | None
    health: Health
    owner: str
    now: Callable[[], datetime]
