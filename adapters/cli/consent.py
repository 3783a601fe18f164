"""A build that would remove much → the same once a person at the terminal, or `--yes`, agrees."""

import sys
from collections.abc import Callable
from typing import TypeVar

from adapters.storage.mass_removal import Consent, RemovalRefused

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
        known = refused.loss
        if not agreed(f"{known.in_words()}.\nRemove them?"):
            raise
    return build(lambda loss: loss.articles <= known.articles)


def agreed(question: str) -> bool:
    """Whether a person at the terminal types yes; nobody does where there is none."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
