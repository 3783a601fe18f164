"""Any exception that one source or page raised → one line for people, and an event in the log.

One source never stops the others: whatever is wrong with it, or with us, ends it alone.
"""

import asyncio
import traceback

from adapters.web.addresses import shown
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

# How a reason begins that nobody foresaw.
UNFORESEEN = "can't be "
# What is meant for the whole process. All else is caught, whatever it derives from: a panic in a
# library that is written in Rust is no Exception.
_FOR_ALL = (asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit)

_log = EventLogger()


def unforeseen(error: BaseException, doing: str, url: str, **named: str) -> str:
    """Why `url` could not be dealt with: "can't be read (RecursionError)" where `doing` is "read".
    Our own errors say it themselves. Raises `error` again where it is meant for the whole process.
    """
    if isinstance(error, _FOR_ALL):
        raise error
    if isinstance(error, PullquoteError):
        return str(error)
    name = type(error).__name__
    # Not its message: it may hold the address whole, with a token in the query, or people's words.
    frames = traceback.extract_tb(error.__traceback__)
    at = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    _log.error("source_failed", url=shown(url), fault=name, doing=doing, at=at, **named)
    return f"{UNFORESEEN}{doing} ({name})"
