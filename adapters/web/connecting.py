"""A host → a connection to an address of it that was checked first.

The address is looked up once, checked and then connected to itself. A name that is looked up
again between the check and the connection could mean another machine by then (DNS rebinding).
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import chain, zip_longest

import httpcore

from adapters.web.addresses import AllowedAddresses, address_in

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
_MOST_ADDRESSES = 4


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, the system's choice first. Raises OSError where it has none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class CheckedConnections(httpcore.AsyncNetworkBackend):
    """Connects to hosts all of whose addresses are allowed; raises ForbiddenAddress for others.

    TLS is not concerned: the certificate is still checked against the host's name.
    """

    def __init__(self, allowed: AllowedAddresses, resolve: Resolve) -> None:
        """`resolve` raises OSError where a host has no address."""
        self._allowed = allowed
        self._resolve = resolve
        self._dial = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """`timeout` is for each address in turn; up to four are tried."""
        addresses = [host] if address_in(host) else await self._addresses(host, port)
        # One bad address among good ones is an attack or a mistake; neither is worth a try.
        for address in addresses:
            self._allowed.check(address, host)
        failure: Exception = httpcore.ConnectError("no such host")
        for address in _in_turn(addresses)[:_MOST_ADDRESSES]:
            try:
                return await self._dial.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            return await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("no such host") from error


def _in_turn(addresses: Sequence[str]) -> list[str]:
    """IPv6 and IPv4 by turns, as one of them often leads nowhere."""
    first = [each for each in addresses if (":" in each) == (":" in addresses[0])]
    second = [each for each in addresses if each not in first]
    return [each for each in chain.from_iterable(zip_longest(first, second)) if each]
