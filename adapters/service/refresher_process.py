"""Stories that name sources → `pullquote refresh --watch` beside the chats, as long as a `with`.

In a process of its own: to fetch, to embed and to build is much work, and the answers must not
wait for it. It ends with this one, however that ends; it is started again where it ends by itself,
and ended where it gives no sign of life.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

from adapters.refresh.heartbeat import PATIENCE_SECONDS
from adapters.settings import Settings
from adapters.storage.corpus import CorpusError, stories_in
from adapters.storage.database import CatalogError
from adapters.storage.heartbeats import Heartbeats
from retrieval.event_logger import EventLogger

_LOOKED_EVERY = 30.0
# Before it is started again; one that lasted was none of those that fail at once.
_FIRST_PAUSE, _LONGEST_PAUSE = 15.0, 600.0
_LASTED_SECONDS = 900.0
# It gives itself up sooner, unless it can't do even that.
_HUNG_SECONDS = PATIENCE_SECONDS + 300.0
# How long a refresh that is told to end may take over it.
_PATIENCE_SECONDS = 10.0
_COMMAND = ("-c", "from adapters.cli.main import main; main()", "refresh", "--watch", "--parent")

_log = EventLogger()


@asynccontextmanager
async def refresher_process(
    settings: Settings, beats: Heartbeats, now: Callable[[], datetime]
) -> AsyncIterator[None]:
    """Starts it once a story names a source, and again where it ends by itself: at once, then
    after pauses that grow. `beats` are its signs of life; why it gives none is noted there."""
    if settings.refresh_minutes == 0 or settings.refresher == "elsewhere":
        yield
        return
    keeping = asyncio.create_task(_keep(settings.corpus, beats, now))
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def _keep(corpus: Path, beats: Heartbeats, now: Callable[[], datetime]) -> None:
    clock = asyncio.get_running_loop().time
    pause = _FIRST_PAUSE
    while True:
        if not await asyncio.to_thread(_names_sources, corpus):
            await asyncio.sleep(_LOOKED_EVERY)
            continue
        begun = clock()
        try:
            why = _ending(await _run(beats))
        except OSError as error:  # no memory for another process: perhaps next time
            why = f"no process could be started for it ({type(error).__name__})"
        if clock() - begun > _LASTED_SECONDS:
            pause = _FIRST_PAUSE
        _log.warning("refresh_ended", why=why, again_seconds=pause)
        with suppress(CatalogError):
            await asyncio.to_thread(beats.prevented, why, now())
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _run(beats: Heartbeats) -> int | None:
    """Its exit code, None where it hung. On the way out it is told to end, as with Ctrl-C."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, *_COMMAND, str(os.getpid()), stdin=asyncio.subprocess.DEVNULL
    )
    hanging = asyncio.create_task(_hangs(beats))
    ended = asyncio.create_task(child.wait())
    try:
        await asyncio.wait({hanging, ended}, return_when=asyncio.FIRST_COMPLETED)
        return ended.result() if ended.done() else None
    finally:
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)
        await _end(child)
        await ended


async def _end(child: Process) -> None:
    if child.returncode is not None:
        return
    child.send_signal(signal.SIGINT)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()


async def _hangs(beats: Heartbeats) -> None:
    """Returns when there was no new sign of life for too long; measured by this process's clock,
    which is not set."""
    clock = asyncio.get_running_loop().time
    last, seen = None, clock()
    while clock() - seen < _HUNG_SECONDS:
        await asyncio.sleep(_LOOKED_EVERY)
        try:
            heard = await asyncio.to_thread(beats.heartbeat)
        except CatalogError:
            seen = clock()  # nothing is known of it
            continue
        if heard is not None and heard.beat != last:
            last, seen = heard.beat, clock()


def _ending(code: int | None) -> str:
    if code is None:
        return f"its process hung for {_HUNG_SECONDS / 60:.0f} minutes and was ended"
    if code < 0:
        return f"its process was ended by signal {-code}"
    return f"its process ended with code {code}"


def _names_sources(corpus: Path) -> bool:
    try:
        stories, _ = stories_in(corpus)
    except CorpusError:
        return False
    return any(story.tracked for story in stories)
