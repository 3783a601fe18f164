"""A method and a path → the route of Discord's API that is meant; and how Discord says no."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.discord.world import Json


class Refused(Exception):
    """Discord's answer to what can't be done; `wrong` where a correct bot would never ask."""

    def __init__(
        self, status: int, code: int, message: str, wrong: str = "", errors: Json | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.wrong, self.errors = status, code, wrong, errors

    @property
    def body(self) -> Json:
        more = {} if self.errors is None else {"errors": self.errors}
        return {"message": str(self), "code": self.code} | more


@dataclass(frozen=True, slots=True)
class Request:
    """`params` are those of the route's template."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Route:
    """A short name, a method, and the template of a path."""

    name: str
    method: str
    template: str
    handle: Callable[[Request], tuple[int, Any]]
    public: bool = False  # the token is in the path instead of a header

    def match(self, method: str, path: str) -> dict[str, str] | None:
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", self.template)
        found = re.fullmatch(pattern, path) if method == self.method else None
        return None if found is None else found.groupdict()


def unknown(what: str, code: int) -> Refused:
    return Refused(404, code, f"Unknown {what}")


def invalid(*problems: str) -> Refused:
    said = [{"code": "INVALID", "message": problem} for problem in problems]
    return Refused(400, 50035, "Invalid Form Body", "; ".join(problems), {"_errors": said})


NO_ACCESS = (403, 50001, "Missing Access")
NO_PERMISSION = (403, 50013, "Missing Permissions")
