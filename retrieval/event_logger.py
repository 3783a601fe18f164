"""An event → structlog, which is loaded with the first one: most commands log none, and wait for it
as long as for the rest of `--help`."""

import sys
from collections.abc import Callable
from threading import Lock
from typing import Any

_waiting: list[Callable[[], None]] = []
_one_at_a_time = Lock()


class EventLogger:
    """structlog's logger of whoever logs; its methods are structlog's."""

    def __getattr__(self, method: str) -> Any:
        if method.startswith("__"):  # Python itself asks, say for a copy
            raise AttributeError(method)
        import structlog

        _configure()
        return getattr(structlog.get_logger(), method)


def when_loaded(configure: Callable[[], None]) -> None:
    """Runs it before the first event, instead of what waited so before; at once where structlog is
    loaded already."""
    _waiting[:] = [configure]
    if "structlog" in sys.modules:
        _configure()


def _configure() -> None:
    with _one_at_a_time:
        while _waiting:
            _waiting.pop()()
