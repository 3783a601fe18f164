"""Whatever goes wrong → one line on stderr and an exit code."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from adapters.storage.data_folder import this_user
from retrieval.errors import PullquoteError, WrongUse
from retrieval.event_logger import EventLogger

# Exit codes, as docs/commands.md lists them.
FAILED = 1
WRONG_USE = 2
INTERRUPTED = 130


def say(message: str) -> None:
    """One line, or one a problem, to stderr."""
    for line in message.splitlines():
        sys.stderr.write(f"pullquote: {line}\n")


@contextmanager
def one_line_failures() -> Iterator[None]:
    """Ends the command with a line and a code where it fails, never with a traceback."""
    try:
        yield
    except WrongUse as error:
        say(advised(error))
        raise typer.Exit(WRONG_USE) from None
    except PullquoteError as error:
        say(str(error))
        raise typer.Exit(FAILED) from None
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not fail once more on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        say(f"{error.filename or 'the disk'}: {error.strerror or error}; {_next_step(error)}")
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        say("interrupted; what was served before is still served")
        raise typer.Exit(INTERRUPTED) from None
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        EventLogger().error("unexpected_failure", exc_info=True)
        say(
            f"unexpected {type(error).__name__}; nothing that was indexed is lost; "
            "run: pullquote doctor"
        )
        raise typer.Exit(FAILED) from None


def advised(error: WrongUse) -> str:
    """Its line; where no story is near, with the command that lists them."""
    from bot.story_names import UnknownStory

    return error.with_list("pullquote stories") if isinstance(error, UnknownStory) else str(error)


def _next_step(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "free some space and run the command again; the old index still serves"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"make it writable for {this_user()}, or set PULLQUOTE_DATA to another folder"
    return "run: pullquote doctor"
