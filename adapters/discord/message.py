"""What one message to Discord is: components, which show text and buttons alike."""

from dataclasses import dataclass
from typing import Any

IS_COMPONENTS_V2 = 1 << 15


@dataclass(frozen=True, slots=True)
class Message:
    """`components`: as Discord's JSON has them, layout components at the top; `png`: the picture
    that goes with it, if one of them shows it."""

    components: tuple[dict[str, Any], ...]
    png: bytes = b""

    @property
    def payload(self) -> dict[str, Any]:
        """The body of a request; nothing else may stand beside such components."""
        return {"flags": IS_COMPONENTS_V2, "components": list(self.components)}
