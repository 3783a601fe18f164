"""What Discord accepts of one message, and how much of it something takes. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

MOST_COMPONENTS = 40  # of a message, those inside others counted too
MOST_CHARACTERS = 4_000  # of all text displays of a message together, markup included


def nested(components: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The components and those inside of them, in the order they are shown."""
    for component in components:
        yield component
        yield from nested(component.get("components", ()))


def size(text: str) -> int:
    """Characters as JavaScript counts them: never fewer than Discord does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(components: Sequence[Any]) -> bool:
    """Whether one message can hold the components."""
    parts = list(nested(components))
    shown = sum(size(part.get("content", "")) for part in parts)
    return len(parts) <= MOST_COMPONENTS and shown <= MOST_CHARACTERS
