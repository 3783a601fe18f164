"""Events → lines on stderr: JSON in pipes, colours on a terminal. Never what people wrote.

A log line holds an event's name, ids, counts and times. Questions, article text and secrets are
cut out here as a second lock: whoever logs them made a mistake, and it must not reach the disk.
"""

import logging
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, TextIO
from uuid import UUID

from adapters.redaction import without_secrets
from adapters.settings import Settings
from bot.question_ids import LOGGED, question_id
from retrieval.event_logger import when_loaded

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

REDACTED = "[redacted]"
PEOPLES_WORDS = frozenset(
    ("question", "query", "text", "content", "body", "message", "answer", "quote", "passage")
)
SECRETS = frozenset(
    ("token", "password", "passwd", "secret", "authorization", "cookie", "credentials", "database")
)
# No id, path or version is longer; an article or a question can be.
LONGEST = 300


def configure_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Send this process's events to `stream`; None is whatever stderr is at each event.

    Called again, it replaces what was set before. Other libraries' loggers are passed through
    from WARNING on, in the same form: below that they print requests and their content.
    """
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    when_loaded(lambda: _configure_structlog(settings.log_format, level, stream))
    handler = _Handler(stream, settings.log_format)
    handler.setLevel(max(level, logging.WARNING))
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)


def name_in_log(key: str) -> None:
    """All that is logged from here on names what came under `key`. Not only as long as a `with`:
    whatever goes wrong with it is logged by the task that it came with, which ends with it."""
    from structlog.contextvars import bind_contextvars

    bind_contextvars(**{LOGGED: question_id(key)})


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to a fixed stream, or to whatever stderr is at the moment."""

    def __init__(self, fixed: TextIO | None, form: str) -> None:
        super().__init__(fixed)
        self.fixed = fixed
        self.form = form

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = self.fixed or sys.stderr
        super().emit(record)

    def format(self, record: logging.LogRecord) -> str:
        if self.formatter is None:
            from structlog.stdlib import ProcessorFormatter

            unmarked = ProcessorFormatter.remove_processors_meta
            render = _renderer(self.form, self.fixed or sys.stderr)
            self.formatter = ProcessorFormatter(
                foreign_pre_chain=_processors(), processors=[unmarked, render]
            )
        return super().format(record)


def _configure_structlog(form: str, level: int, stream: TextIO | None) -> None:
    import structlog

    structlog.configure(
        processors=[*_processors(), _renderer(form, stream or sys.stderr)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(stream or sys.stderr),
        cache_logger_on_first_use=False,  # else loggers would keep an stderr that was replaced
    )


def _processors() -> "list[Processor]":
    """What is done with an event before it is written."""
    import structlog

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_exception,
        redact,
    ]


def _renderer(form: str, stream: TextIO) -> "Processor":
    import structlog

    is_terminal = stream.isatty()
    if form == "console" or (form == "auto" and is_terminal):
        return structlog.dev.ConsoleRenderer(colors=is_terminal)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def redact(_logger: "WrappedLogger", _method: str, event: "EventDict") -> "EventDict":
    """Return the event without people's words, secrets, long text and unknown objects. Pure."""
    return {key: _safe(key, value) for key, value in event.items()}


def _safe(key: str, value: object) -> object:
    parts = key.lower().replace("-", "_").split("_")
    if key.lower() in PEOPLES_WORDS or not SECRETS.isdisjoint(parts) or key.endswith("api_key"):
        return REDACTED
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Path | UUID | datetime):
        return str(value)
    if isinstance(value, str):
        return without_secrets(value) if len(value) <= LONGEST else REDACTED
    if isinstance(value, Mapping):
        return {str(inner): _safe(str(inner), each) for inner, each in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes | bytearray):
        return [_safe(key, each) for each in value]
    # Its repr could hold anything; a Question's holds the question.
    return f"<{type(value).__name__}>"


def name_exception(_logger: "WrappedLogger", _method: str, event: "EventDict") -> "EventDict":
    """Return the event with `exc_info` turned into the errors' types and places. Pure.

    Messages are left out: a database's error holds the values of its statement.
    """
    given = event.get("exc_info")
    plain = {key: value for key, value in event.items() if key != "exc_info"}
    if not given:
        return plain
    error = given[1] if isinstance(given, tuple) else given
    if not isinstance(error, BaseException):
        error = sys.exc_info()[1]
    names: list[str] = []
    places: list[str] = []
    while error is not None and len(names) < 8:
        names.append(f"{type(error).__module__}.{type(error).__qualname__}")
        frames = extract_tb(error.__traceback__)[-3:]
        places += [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return {**plain, "error": " from ".join(names), "at": places}
