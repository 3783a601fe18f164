"""What the parts report of themselves → whether Pullquote is ready, and since when it is not.

Time is seconds of a clock that never goes back, such as time.monotonic.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock

from retrieval.event_logger import EventLogger

STARTING = "starting"
# A part that has said nothing for so long is hanging, not starting.
STARTING_SECONDS = 60.0

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class Part:
    """How one part is: `state` in a few words of ours, `seconds` how long it is good or not."""

    good: bool
    state: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Kept:
    good: bool
    state: str
    since: float
    grace: float
    heard: bool = False
    was_good: bool = False
    logged: bool = False


class Health:
    """Thread-safe. Logs `part_down` once its grace is over, and `part_up` when that ends."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._parts: dict[str, _Kept] = {}

    def expect(self, part: str, now: float, grace: float = 0.0) -> None:
        """Nothing is ready before `part` is good. Once it was, it may fail for `grace` seconds."""
        with self._lock:
            self._parts[part] = _Kept(False, STARTING, now, grace)

    def good(self, part: str, state: str, now: float) -> None:
        """Raises KeyError for a part that is not expected, as `bad` does."""
        self._report(part, True, state, now)

    def bad(self, part: str, state: str, now: float) -> None:
        """`state` says what is wrong, without secrets: it is logged and served."""
        self._report(part, False, state, now)

    def parts(self, now: float) -> Mapping[str, Part]:
        """Every part that is expected, by name."""
        with self._lock:
            kept = dict(self._parts)
        return {
            name: Part(part.good, part.state, round(max(now - part.since, 0.0), 1))
            for name, part in kept.items()
        }

    def ready(self, now: float) -> bool:
        """Whether every part is good, or was good less than its grace ago; without parts not."""
        with self._lock:
            return bool(self._parts) and all(
                part.good or (part.was_good and now - part.since < part.grace)
                for part in self._parts.values()
            )

    def watch(self, now: float) -> None:
        """Logs what has been down for longer than its grace; to be called every second or so."""
        with self._lock:
            down = {
                name: part
                for name, part in self._parts.items()
                if not part.good and not part.logged and now - part.since >= _quiet(part)
            }
            self._parts |= {name: replace(part, logged=True) for name, part in down.items()}
        for name, part in down.items():
            seconds = round(now - part.since, 1)
            _log.error("part_down", part=name, state=part.state, seconds=seconds)

    def _report(self, name: str, good: bool, state: str, now: float) -> None:
        with self._lock:
            before = self._parts[name]
            self._parts[name] = replace(
                before,
                good=good,
                state=state,
                since=before.since if good == before.good else now,
                heard=True,
                was_good=good or before.was_good,
                logged=before.logged and not good,
            )
        if good and before.logged:
            # A warning, so that who read of the failure reads of its end at the same log level.
            _log.warning("part_up", part=name, seconds=round(now - before.since, 1))
        self.watch(now)


def _quiet(part: _Kept) -> float:
    return part.grace if part.heard else max(part.grace, STARTING_SECONDS)
