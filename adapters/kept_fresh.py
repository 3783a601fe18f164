"""Stories that name sources → `pullquote refresh --watch` beside the chats, as long as a `with`.

In a process of its own: to fetch, to embed and to build is much work, and the answers must not
wait for it. It ends with this one, however that ends.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog

from adapters.settings import Settings
from adapters.storage.corpus import CorpusError, stories_in

_LOOKED_EVERY = 30.0
# How long a refresh that is told to end may take over it.
_PATIENCE_SECONDS = 10.0
_COMMAND = ("-c", "from adapters.cli.main import main; main()", "refresh", "--watch", "--parent")

_log = structlog.get_logger()


@asynccontextmanager
async def kept_fresh(settings: Settings) -> AsyncIterator[None]:
    """Starts it once a story names a source, and again where it ends by itself."""
    if settings.refresh_minutes == 0:
        yield
        return
    keeping = asyncio.create_task(_keep(settings.corpus))
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def _keep(corpus: Path) -> None:
    while True:
        if await asyncio.to_thread(_names_sources, corpus):
            try:
                _log.warning("refresh_ended", code=await _run())
            except OSError as error:  # no memory for another process: perhaps next time
                _log.warning("refresh_not_started", fault=type(error).__name__)
        await asyncio.sleep(_LOOKED_EVERY)


async def _run() -> int:
    """Its exit code. On the way out it is told to end, as with Ctrl-C."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, *_COMMAND, str(os.getpid()), stdin=asyncio.subprocess.DEVNULL
    )
    try:
        return await child.wait()
    finally:
        if child.returncode is None:
            child.send_signal(signal.SIGINT)
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await child.wait()
            except TimeoutError:
                child.kill()
                await child.wait()


def _names_sources(corpus: Path) -> bool:
    try:
        stories, _ = stories_in(corpus)
    except CorpusError:
        return False
    return any(story.tracked for story in stories)
