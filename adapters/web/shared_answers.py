"""A page or feed that several stories want → asked for once a refresh, its answer for all of them.

So much is kept as fits; what no longer does is asked for again.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.web.fetching import Asks, Fetched, Outcome

_KEPT_BYTES = 32_000_000
_Key = tuple[str, str, str]


@dataclass(slots=True)
class SharedAnswers:
    """For one refresh: what was asked a minute ago is not asked again."""

    fetcher: Asks
    _turns: dict[_Key, asyncio.Lock] = field(default_factory=dict)
    _kept: OrderedDict[_Key, Outcome] = field(default_factory=OrderedDict)
    _bytes: int = 0

    async def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Outcome:
        """As `Fetcher.get`."""
        key = (url, etag, last_modified)
        async with self._turns.setdefault(key, asyncio.Lock()):
            if key not in self._kept:
                self._keep(key, await self.fetcher.get(url, etag=etag, last_modified=last_modified))
            return self._kept[key]

    def _keep(self, key: _Key, outcome: Outcome) -> None:
        self._kept[key] = outcome
        self._bytes += _size(outcome)
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1])


def _size(outcome: Outcome) -> int:
    return len(outcome.body) if isinstance(outcome, Fetched) else 0
