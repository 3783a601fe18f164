"""What one message to Slack is: its blocks, and the plain text for who can't see them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is read out and shown in notifications."""

    text: str
    blocks: tuple[dict[str, Any], ...]
