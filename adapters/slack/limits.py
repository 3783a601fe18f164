"""What Slack accepts of one message or view, and how much of it something takes. Pure."""

import json
from collections.abc import Sequence
from typing import Any

MOST_BLOCKS, MOST_BLOCKS_OF_A_VIEW = 50, 100
MOST_VALUE = 2_000  # characters a button carries; bytes are never fewer
# Slack cuts a message's `text` somewhere beyond 4,000 characters.
MOST_TEXT = 3_900
# Undocumented: Slack refuses blocks above about 13,200 characters and counts part of their
# structure (slackapi/bolt-js issues 2509 and 2867). The bytes of their JSON are never fewer.
MOST_BYTES = 13_200
# 250 kB, of which the rest of the view and the escapes of its JSON take some.
MOST_BYTES_OF_A_VIEW = 200_000


def size(parts: Sequence[Any]) -> int:
    """Bytes of the parts as JSON."""
    return len(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode())


def fits(blocks: Sequence[Any]) -> bool:
    """Whether one message can hold the blocks."""
    return len(blocks) <= MOST_BLOCKS and size(blocks) <= MOST_BYTES


def view_fits(blocks: Sequence[Any]) -> bool:
    """Whether a modal or the App Home can hold the blocks."""
    sent = len(json.dumps(blocks, separators=(",", ":")).encode())
    return len(blocks) <= MOST_BLOCKS_OF_A_VIEW and sent <= MOST_BYTES_OF_A_VIEW
