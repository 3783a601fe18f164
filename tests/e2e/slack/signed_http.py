"""Deliveries → signed HTTP requests to the app's url, as Slack sends them, and their answers."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from tests.e2e.slack.deliveries import Attempt, Delivery
from tests.e2e.slack.world import Json


@dataclass(slots=True)
class SignedHttp:
    """Used on the server's loop only; `url` None means that nothing goes by HTTP."""

    signing_secret: str
    url: str | None = None
    timeout: float = 3.0
    session: aiohttp.ClientSession | None = None

    async def send(self, delivery: Delivery, attempt: Attempt) -> str:
        """ "" once a 2xx came in time."""
        body, content_type = encoded(delivery.kind, delivery.payload)
        headers = signed(body, content_type, self.signing_secret, int(time.time()))
        if attempt.number:
            headers["X-Slack-Retry-Num"] = str(attempt.number)
            headers["X-Slack-Retry-Reason"] = attempt.reason
        try:
            status, answer = await self.post(body, headers, self.timeout)
        except TimeoutError:
            return "http_timeout"
        except aiohttp.ClientError:
            return "connection_failed"
        attempt.status, attempt.response = status, answer
        if not 200 <= status < 300:
            return "http_error"
        attempt.seconds = time.monotonic() - attempt.at
        return ""

    async def post(
        self, body: bytes, headers: Mapping[str, str], timeout: float
    ) -> tuple[int, Json | str | None]:
        """The status of the answer and what is in it: parsed JSON, text, or None."""
        assert self.url is not None, "call deliver_to(url) first"
        if self.session is None:
            self.session = aiohttp.ClientSession()
        async with asyncio.timeout(timeout):
            async with self.session.post(self.url, data=body, headers=headers) as answer:
                text = await answer.text()
        return answer.status, _parsed(text)

    async def close(self) -> None:
        if self.session is not None:
            await self.session.close()


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """The body as Slack writes it: events as JSON, commands as a form, the rest in `payload=`."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signed(
    body: bytes, content_type: str, secret: str, timestamp: int, signature: str | None = None
) -> dict[str, str]:
    """The headers of a request; its signature is the right one unless another is given."""
    base = b"v0:" + str(timestamp).encode() + b":" + body
    right = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": str(timestamp),
        "X-Slack-Signature": right if signature is None else signature,
    }


def _parsed(text: str) -> Json | str | None:
    try:
        parsed = json.loads(text)
    except ValueError:
        return text or None
    return parsed if isinstance(parsed, dict) else text
