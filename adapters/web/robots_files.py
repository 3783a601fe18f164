"""What is kept of a site's robots.txt, and the port that keeps it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """`text` is "" where a site has none, which allows everything; `checked`: when last asked."""

    text: str
    etag: str
    last_modified: str
    checked: datetime


class RobotsFiles(Protocol):
    """Where they are kept; an origin is a scheme, host and port: "https://news.example"."""

    def robots(self, origin: str) -> RobotsFile | None: ...

    def keep_robots(self, origin: str, file: RobotsFile) -> None: ...
