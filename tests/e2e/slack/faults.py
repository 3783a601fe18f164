"""What a test wants to go wrong → what the localhost Slack does to the next calls of a method."""

from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """How one call goes. `status` 200 with an `error` is ok:false; `drop` closes the connection;
    with `after_effect` the call does what it should, only the answer is lost."""

    status: int = 200
    error: str = ""
    retry_after: int | None = None
    after_effect: bool = False
    drop: bool = False
    seconds: float = 0.0

    @property
    def fails(self) -> bool:
        return self.drop or self.status != 200 or bool(self.error)


@dataclass(slots=True)
class Faults:
    """The faults still to come, by method; "*" stands for every method."""

    coming: dict[str, deque[Fault]] = field(default_factory=dict)

    def add(self, method: str, fault: Fault, times: int) -> None:
        self.coming.setdefault(method, deque()).extend([fault] * times)

    def next(self, method: str) -> Fault:
        """The fault of this call; one that doesn't fail where none was asked for."""
        for name in (method, "*"):
            if self.coming.get(name):
                return self.coming[name].popleft()
        return Fault()
