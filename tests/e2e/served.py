"""The generations of the index from which a service in this process answers, as it takes them."""

import time
from collections.abc import Callable

import pytest

from adapters.storage.serving import ServedIndex
from tests.patience import PATIENCE


def watched(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What waits until that generation is served."""
    served: set[str] = set()
    follow = ServedIndex.refresh

    def followed(index: ServedIndex) -> None:
        follow(index)
        with index.current() as generation:
            served.add(generation.generation)

    def until_served(generation: str) -> None:
        end = time.monotonic() + PATIENCE
        while generation not in served:
            assert time.monotonic() < end
            time.sleep(0.05)

    monkeypatch.setattr(ServedIndex, "refresh", followed)
    return until_served
