"""Settings → the bot, opened in the background and tried again until there is an index to open."""

import threading
import time
from types import TracebackType
from typing import Self

from adapters.bot_assembly import IndexFinder, bot_over
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from bot import wording
from bot.ask import Bot
from bot.health import Health
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger
from retrieval.stages import UNTIMED, Timed

INDEX = "index"
_AGAIN_SECONDS = 2.0

_log = EventLogger()


class NotReady(PullquoteError):
    """There is no index to ask yet, or none that can be read; the message says why."""


class BotLoader:
    """Holds the bot while the `with` lasts; says in `health` how the index is."""

    def __init__(
        self, settings: Settings, catalog: Catalog, health: Health, timed: Timed = UNTIMED
    ) -> None:
        self._settings = settings
        self._timed = timed
        self._catalog = catalog
        self._health = health
        self._bot: Bot | None = None
        self._why_not = wording.NOT_READY()
        self._stop = threading.Event()
        self._tried = threading.Event()
        self._thread = threading.Thread(target=self._hold, name="index", daemon=True)

    def bot(self) -> Bot:
        """Raises NotReady."""
        if self._bot is None:
            raise NotReady(self._why_not)
        return self._bot

    def wait_until_tried(self) -> None:
        """Returns once the index is open, or once it is known why it isn't."""
        self._tried.wait()

    def finder(self) -> IndexFinder:
        """The tracked stories and articles. Raises NotReady."""
        finder = self.bot().finder
        assert isinstance(finder, IndexFinder)  # noqa: S101  (bot_over makes no other)
        return finder

    def __enter__(self) -> Self:
        self._health.expect(INDEX, time.monotonic())
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        self._tried.set()

    def _hold(self) -> None:
        while not self._stop.is_set():
            try:
                with bot_over(self._catalog, self._settings, follow=True, timed=self._timed) as bot:
                    # The first question would pay for the model's warming otherwise.
                    bot.finder.find(wording.NOT_READY(), None, 1)
                    self._bot = bot
                    self._look(bot)
                    self._tried.set()
                    while not self._stop.wait(_AGAIN_SECONDS):
                        self._look(bot)
                    self._bot = None
            except PullquoteError as error:
                self._refused(str(error))
            except Exception as error:
                # Whatever it is, questions are told so, and the next round may find it mended.
                _log.error("index_not_opened", exc_info=True)
                self._refused(f"unexpected {type(error).__name__}; run: pullquote doctor")

    def _look(self, bot: Bot) -> None:
        assert isinstance(bot.finder, IndexFinder)  # noqa: S101  (bot_over makes no other)
        try:
            bot.finder.index.check()
            self._health.good(INDEX, "open", time.monotonic())
        except PullquoteError as error:
            # It goes on answering as long as it can.
            self._health.bad(INDEX, str(error), time.monotonic())

    def _refused(self, why: str) -> None:
        self._why_not = why
        self._health.bad(INDEX, why, time.monotonic())
        self._tried.set()
        self._stop.wait(_AGAIN_SECONDS)
