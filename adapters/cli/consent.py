"""A build that would remove much → the same once a person at the terminal, or `--yes`, agrees."""

import sys
from collections.abc import Callable
from typing import TypeVar

from adapters.storage.mass_removal import Consent, Loss, RemovalRefused

Done = TypeVar("Done")


def with_consent(build: Callable[[Consent], Done], *, yes: bool) -> Done:
    """What `build` gives. Raises RemovalRefused where nobody agrees.

    It is asked between two builds: a question that nobody answers must not hold the builder's lock.
    """
    if yes:
        return build(lambda loss: True)
    try:
        return build(lambda loss: False)
    except RemovalRefused as refused:
        if not _agreed(refused.loss):
            raise
        agreed = refused.loss
    return build(lambda loss: loss.articles <= agreed.articles)


def _agreed(loss: Loss) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{loss.in_words()}.\nRemove them? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
