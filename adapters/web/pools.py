"""An address → the connections that lead there: straight to a checked address, or by a proxy.

A proxy looks names up itself, so what they mean can't be checked here: what keeps strangers'
addresses out of the proxy's own network is the proxy. Written addresses and names of one network
only are still refused.
"""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpcore

from adapters.web.addresses import AllowedAddresses, ForbiddenAddress, address_in, host_and_port
from adapters.web.connecting import CheckedConnections, Resolve
from adapters.web.proxies import Proxies, Proxy, is_of_one_network

_KEEP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Pools:
    """One pool of connections for each way that there is."""

    allowed: AllowedAddresses
    proxies: Proxies
    direct: httpcore.AsyncConnectionPool
    by_proxy: dict[Proxy, httpcore.AsyncConnectionPool]

    def towards(self, url: str) -> tuple[httpcore.AsyncConnectionPool, bool]:
        """The pool for an address that `check_url` gave, and whether a proxy is in between.

        Raises ForbiddenAddress for what no proxy is to be asked for; the direct pool checks
        addresses itself.
        """
        proxy = self.proxies.towards(url)
        if proxy is None:
            return self.direct, False
        host, _ = host_and_port(url)
        if address_in(host):
            self.allowed.check(host, host)
        elif is_of_one_network(host):
            raise ForbiddenAddress(
                f"{host} is a name of one network only and is not asked for through a proxy (name "
                "it in NO_PROXY: then it is asked directly, and its address is checked)"
            )
        return self.by_proxy[proxy], True


@asynccontextmanager
async def pools(
    allowed: AllowedAddresses,
    proxies: Proxies,
    *,
    at_once: int,
    resolve: Resolve,
    tls: ssl.SSLContext,
) -> AsyncIterator[Pools]:
    """Their connections are closed in the end."""
    direct = httpcore.AsyncConnectionPool(
        ssl_context=tls,
        max_connections=at_once,
        keepalive_expiry=_KEEP_SECONDS,
        network_backend=CheckedConnections(allowed, resolve),
    )
    by_proxy = {
        proxy: httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=at_once,
            keepalive_expiry=_KEEP_SECONDS,
            proxy=_way(proxy, tls),
        )
        for proxy in {proxies.https, proxies.http}
        if proxy is not None
    }
    try:
        yield Pools(allowed, proxies, direct, by_proxy)
    finally:
        for pool in (direct, *by_proxy.values()):
            await pool.aclose()


def _way(proxy: Proxy, tls: ssl.SSLContext) -> httpcore.Proxy:
    name, password = proxy.login or ("", "")
    return httpcore.Proxy(
        proxy.url,
        (name.encode(), password.encode()) if proxy.login else None,
        # httpcore wants none where the proxy itself speaks no TLS.
        ssl_context=tls if proxy.url.startswith("https:") else None,
    )
