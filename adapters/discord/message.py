"""What one message to Discord is: components, which show text and buttons alike."""

from dataclasses import dataclass
from typing import Any

from bot.documents.tree import File

IS_COMPONENTS_V2 = 1 << 15


@dataclass(frozen=True, slots=True)
class Message:
    """`components`: as Discord's JSON has them, layout components at the top; `png` and `files`:
    the picture and the files that go with it, if they show them."""

    components: tuple[dict[str, Any], ...]
    png: bytes = b""
    files: tuple[File, ...] = ()

    @property
    def payload(self) -> dict[str, Any]:
        """The body of a request; nothing else may stand beside such components."""
        return {"flags": IS_COMPONENTS_V2, "components": list(self.components)}
