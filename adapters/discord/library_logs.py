"""discord.py's own log records → ours, without payloads and what people wrote."""

import logging

from retrieval.event_logger import EventLogger

# Where it mutes what goes wrong in code of ours; the rest tells of connections, as we do ourselves.
_MUTED = ("discord.app_commands", "discord.ui", "discord.state", "discord.ext")

_log = EventLogger()


class _Ours(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR and record.name.startswith(_MUTED):
            error = record.exc_info[1] if record.exc_info else None
            _log.error("library_failed", where=record.name, exc_info=error or False)


def quiet() -> None:
    """Nothing of the library's reaches the terminal by itself any more. It may be called again."""
    logger = logging.getLogger("discord")
    logger.setLevel(logging.ERROR)
    logger.propagate = False
    logger.handlers = [_Ours()]
