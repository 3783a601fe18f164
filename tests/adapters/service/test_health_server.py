"""What a monitor reads at /healthz and /readyz."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from adapters.service.health_server import health_server
from adapters.service.http_server import PortError
from bot.health import Health
from tests.patience import PATIENCE

HOST = "127.0.0.1"


class Clock:
    """Seconds, moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def served(
    health: Health, clock: Clock, then: Callable[[aiohttp.ClientSession], Awaitable[None]]
) -> None:
    async def serve() -> None:
        async with (
            health_server(health, HOST, 0, clock) as port,
            aiohttp.ClientSession(f"http://{HOST}:{port}") as session,
        ):
            await then(session)

    asyncio.run(serve())


async def read(session: aiohttp.ClientSession, path: str, method: str = "GET") -> tuple[int, Any]:
    async with session.request(method, path) as response:
        is_json = response.content_type == "application/json" and method == "GET"
        return response.status, await response.json() if is_json else await response.text()


def test_a_monitor_sees_every_part_and_whether_they_are_ready_together() -> None:
    clock, health = Clock(), Health()
    health.expect("index", 0)
    health.expect("slack", 0, grace=60)

    async def monitor(session: aiohttp.ClientSession) -> None:
        clock.now = 2
        assert await read(session, "/readyz") == (
            503,
            {
                "ready": False,
                "parts": {
                    "index": {"good": False, "state": "starting", "seconds": 2},
                    "slack": {"good": False, "state": "starting", "seconds": 2},
                },
            },
        )
        health.good("index", "7 stories", 3)
        health.good("slack", "connected", 4)
        health.bad("slack", "connection lost", 10)
        clock.now = 20.5
        lost = {
            "index": {"good": True, "state": "7 stories", "seconds": 17.5},
            "slack": {"good": False, "state": "connection lost", "seconds": 10.5},
        }
        assert await read(session, "/readyz") == (200, {"ready": True, "parts": lost})
        clock.now = 70
        assert (await read(session, "/readyz"))[0] == 503

    served(health, clock, monitor)


def test_a_process_that_is_not_ready_is_still_alive() -> None:
    health = Health()
    health.expect("index", 0)

    async def monitor(session: aiohttp.ClientSession) -> None:
        assert await read(session, "/healthz") == (200, {"alive": True})
        assert await read(session, "/healthz", "HEAD") == (200, "")
        assert await read(session, "/readyz", "HEAD") == (503, "")

    served(health, Clock(), monitor)


def test_nothing_else_is_served() -> None:
    async def monitor(session: aiohttp.ClientSession) -> None:
        found = [(await read(session, path))[0] for path in ("/", "/healthz/x", "/metrics")]
        assert found == [404, 404, 404]

    served(Health(), Clock(), monitor)


def test_visits_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def monitor(session: aiohttp.ClientSession) -> None:
        await read(session, "/healthz")
        await read(session, "/nothing")

    with caplog.at_level(logging.INFO):
        served(Health(), Clock(), monitor)
    assert caplog.record_tuples == []


def test_a_loss_is_logged_while_nobody_asks_and_with_no_port_at_all() -> None:
    clock, health = Clock(), Health()
    health.expect("slack", 0, grace=60)
    health.good("slack", "connected", 0)
    health.bad("slack", "connection lost", 1)

    async def wait() -> None:
        async with health_server(health, HOST, None, clock) as port:
            assert port is None
            clock.now = 61
            async with asyncio.timeout(PATIENCE):
                while not logged:
                    await asyncio.sleep(0.02)

    with capture_logs() as logged:
        asyncio.run(wait())
    assert [(event["event"], event["part"]) for event in logged] == [("part_down", "slack")]


def complaint(host: str, port: int) -> str:
    async def serve() -> None:
        async with health_server(Health(), host, port):
            pass

    with pytest.raises(PortError) as caught:
        asyncio.run(serve())
    assert caught.value.__suppress_context__
    return str(caught.value)


def test_someone_whose_port_is_taken_is_told_which_setting_to_change() -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        assert complaint(HOST, port) == (
            f"port {port} on 127.0.0.1 is taken by another program; "
            "end it or set PULLQUOTE_HEALTH_PORT to a free port"
        )


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_someone_whose_address_is_not_this_machines_is_told_which_setting_to_change(
    host: str,
) -> None:
    assert complaint(host, 0) == (
        f"{host} is no address of this machine; change PULLQUOTE_HEALTH_HOST"
    )
