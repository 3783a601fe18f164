"""A token that was typed → a session that ends by itself; and what proves that a form is of it."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.admin.access import Access
from adapters.storage.admin_sessions import StoredSessions
from bot.rate_limit import RateLimit

LASTS = timedelta(hours=12)
# From one address, right ones too: a newsroom may come from one. A token has 24 characters or more.
TRIES_A_MINUTE = 20


@dataclass(frozen=True, slots=True)
class Wait:
    """It was tried too often from there; in so many seconds it may be tried again."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Sessions:
    """Synchronous, for a worker thread. Raises CatalogError."""

    access: Access
    stored: StoredSessions
    tries: RateLimit
    now: Callable[[], datetime]

    def sign_in(self, typed: str, address: str) -> str | Wait | None:
        """What the browser is to keep; None for a token that opens nothing."""
        wait = self.tries.wait_seconds(f"admin:{address}", self.now())
        if wait:
            return Wait(wait)
        if not self.access.opens(typed.strip()):
            return None
        kept = secrets.token_urlsafe(32)
        self.stored.open(self._id(kept), self.now() + LASTS)
        return kept

    def is_open(self, kept: str) -> bool:
        """Whether what a browser kept is of a session that goes on."""
        return bool(kept) and self.stored.is_open(self._id(kept), self.now())

    def sign_out(self, kept: str) -> None:
        """It ends, wherever else it was copied to."""
        self.stored.close(self._id(kept))

    def mark(self, kept: str) -> str:
        """What stands in every form of the session."""
        return self.access.key_of("form", kept)

    def is_marked(self, kept: str, sent: str) -> bool:
        """Whether a form is of the session."""
        return hmac.compare_digest(self.mark(kept).encode(), sent.encode("utf-8", "replace"))

    def _id(self, kept: str) -> str:
        # With the token in it: a new token ends every session.
        return self.access.key_of("session", kept)
