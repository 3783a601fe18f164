"""A registry, and figures of the database → `/metrics` of an aiohttp application."""

import asyncio
from collections.abc import Callable

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import choose_encoder

from adapters.service.metrics.sampling import Sampling


def registry_of_process() -> CollectorRegistry:
    """With this process's memory, processor time and files."""
    # Each series a second time, with when it was made: Prometheus makes nothing of it.
    disable_created_metrics()  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return registry


def metrics_route(
    registry: CollectorRegistry, sampling: Sampling
) -> Callable[[web.Application], None]:
    """Adds it; in the form that the scraper asks for, Prometheus's or OpenMetrics."""

    async def metrics(request: web.Request) -> web.Response:
        await sampling.freshen()
        encode, form = choose_encoder(request.headers.get("Accept", ""))
        # Off the event loop: it reads files under /proc.
        body = await asyncio.to_thread(encode, registry)
        return web.Response(body=body, headers={"Content-Type": form})

    def added(app: web.Application) -> None:
        app.router.add_get("/metrics", metrics)

    return added
