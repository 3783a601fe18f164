"""What every chat is given to answer with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.refresh.hub_callbacks import HubCallbacks
from adapters.service.observing import UNOBSERVED, Observer
from adapters.service.replying import DeskOf
from adapters.settings import Settings
from adapters.storage.database import Database
from bot.followers import Followers
from bot.gaps import Meaning
from bot.health import Health
from bot.library import Library
from bot.newsdesk import Newsdesk
from bot.tracking import SourceDesk
from bot.workers import Workers


@dataclass(frozen=True, slots=True)
class Resources:
    """What the bot brings along. `loaded` returns when there is a desk, or a reason why there is
    none; `up_to_date`: whether it asks the newest index; `lookups` ask the web; `hubs` answer at
    the public address, None where there is none; `owner` names this process in the catalog."""

    settings: Settings
    database: Database
    loaded: Callable[[], Awaitable[None]]
    desk: DeskOf
    up_to_date: Callable[[], bool]
    library: Callable[[], Library]
    meaning: Callable[[], Meaning]
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
    observer: Observer = UNOBSERVED
