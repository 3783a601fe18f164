"""A payload for the app → attempts to deliver it, until one is acknowledged or all have failed."""

import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.e2e.slack.world import Json

Kind = Literal["events_api", "slash_commands", "interactive"]
MAX_RETRIES = 3


@dataclass(slots=True)
class Attempt:
    """One try. `seconds` until it was acknowledged, None while it isn't; `status` of the HTTP
    answer, None in Socket Mode; `response` is the acknowledgement's payload."""

    id: str
    number: int
    reason: str
    at: float
    seconds: float | None = None
    status: int | None = None
    response: Any = None


@dataclass(slots=True)
class Delivery:
    """Something that the app is told; `over` once it was acknowledged or given up."""

    kind: Kind
    payload: Json
    attempts: list[Attempt] = field(default_factory=list)
    over: bool = False

    @property
    def acknowledged(self) -> bool:
        return any(attempt.seconds is not None for attempt in self.attempts)

    @property
    def seconds(self) -> float:
        """From the first attempt to the first acknowledgement; infinite without one."""
        ends = [one.at + one.seconds for one in self.attempts if one.seconds is not None]
        return min(ends) - self.attempts[0].at if ends else math.inf

    @property
    def response(self) -> Any:
        """What the app sent back with its acknowledgement, None for nothing."""
        return next((one.response for one in self.attempts if one.seconds is not None), None)


# Sends one attempt; True once it is acknowledged, False (with the reason set) when it isn't.
Send = Callable[[Delivery, Attempt], Awaitable[str]]


async def deliver(
    delivery: Delivery, send: Send, new_id: Callable[[], str], changed: Callable[[], None]
) -> bool:
    """Tries up to four times for events, once for what a person waits for: there Slack shows an
    error in place of trying again. `send` returns "" once acknowledged, else why it isn't."""
    reason = ""
    for number in range(1 + (MAX_RETRIES if delivery.kind == "events_api" else 0)):
        attempt = Attempt(new_id(), number, reason, time.monotonic())
        delivery.attempts.append(attempt)
        reason = await send(delivery, attempt)
        if not reason:
            break
    delivery.over = True
    changed()
    return not reason
