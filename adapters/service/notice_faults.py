"""What goes wrong with one notice → logged, and the others go on."""

from collections.abc import Iterator
from contextlib import contextmanager

from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

_log = EventLogger()


@contextmanager
def kept_apart(of: str) -> Iterator[None]:
    """What goes wrong with one must not keep the others waiting. Raises PullquoteError: all wait
    for that to be over."""
    try:
        yield
    except PullquoteError:
        raise
    except Exception:
        _log.error("notice_failed", of=of, exc_info=True)
