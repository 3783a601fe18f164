"""An address from a person or a feed → the address as it may be asked, or why not. Pure.

Both are hostile: they may name files, passwords, or machines of the network that the bot runs in.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Self
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import idna

from retrieval.errors import PullquoteError, WrongUse

# Hosts of this very machine: what is sent to them needs no encryption.
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ALLOWED_NETWORKS = "PULLQUOTE_ALLOWED_NETWORKS"
_MOST_CHARACTERS = 2_000
_PORTS = {"http": 80, "https": 443}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# Such a last label makes a host a number to every resolver: 2130706433, 0x7f.1, 127.1.
# https://url.spec.whatwg.org/#ends-in-a-number-checker
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Python's parser overlooks what stands before them, and a zone ("%eth0") is of one machine only.
_IN_BRACKETS = re.compile(r"\[[0-9a-f:.]+\](?::[0-9]*)?", re.I)
_NO_ADDRESS = "that is no web address; it looks like https://news.example/feed.xml"
# What stands in a path or query as it is; the rest is percent-encoded, "%" itself never again.
_PLAIN = "/%:@!$&'()*+,;=~-._|"

# Not everything that Python's `is_global` passes is public, and it differs between patch releases.
# https://www.iana.org/assignments/iana-ipv4-special-registry
_NOT_PUBLIC = tuple(
    map(
        ipaddress.IPv4Network,
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
        "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 "
        # Multicast, reserved, and the address at which Azure serves its machines' metadata.
        "224.0.0.0/4 240.0.0.0/4 168.63.129.16/32".split(),
    )
)
# https://www.iana.org/assignments/iana-ipv6-special-registry: all public ones are in 2000::/3;
# Teredo is in 2001::/23, and both it and 6to4 (2002::/16) lead on to an IPv4 address.
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    map(ipaddress.IPv6Network, "2001::/23 2001:db8::/32 2002::/16 3fff::/20".split())
)
# Names looked up in a network without IPv4 have such addresses (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


class ForbiddenAddress(PullquoteError):
    """It must not be asked; one line that says why and shows neither password nor query."""


def check_url(url: str) -> str:
    """The http(s) address as it is to be asked: no fragment, host in ASCII, rest percent-encoded.

    Raises ForbiddenAddress for any other scheme, credentials, control characters, a host that is
    none or is written as a number, and more than 2,000 characters.
    """
    if len(url) > _MOST_CHARACTERS:
        raise ForbiddenAddress(
            f"an address of {len(url):,} characters is not asked; {_MOST_CHARACTERS:,} are the most"
        )
    if _UNPRINTABLE.search(url):
        raise ForbiddenAddress("an address with control characters in it is not asked")
    try:
        parts = urlsplit(url.strip(" "))
        port = parts.port
    except ValueError:  # its message repeats the address
        raise ForbiddenAddress(_NO_ADDRESS) from None
    if parts.scheme not in _PORTS:
        scheme = f", not {parts.scheme}:" if parts.scheme else ""
        raise ForbiddenAddress(f"only http:// and https:// addresses are asked{scheme}")
    if "@" in parts.netloc:
        raise ForbiddenAddress("an address with a user name or password is not asked; take it out")
    host = _host(parts.netloc, parts.hostname or "")
    if port == 0:
        raise ForbiddenAddress(f"port 0 of {host} is not asked")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        netloc += f":{port}"
    path = quote(parts.path, safe=_PLAIN) or "/"
    return urlunsplit((parts.scheme, netloc, path, quote(parts.query, safe=_PLAIN + "?[]"), ""))


def _host(netloc: str, host: str) -> str:
    if "[" in netloc or "]" in netloc:
        try:
            return str(IPv6Address(host if _IN_BRACKETS.fullmatch(netloc) else ""))
        except ValueError:
            raise ForbiddenAddress(_NO_ADDRESS) from None
    # An "@" may hide behind a "%", and a password before it.
    unusable = f"{host[:60]!r} is no host name" if "%" not in host else "that is no host name"
    name = host.removesuffix(".")
    if not name.isascii():
        try:
            name = idna.encode(name[:254], uts46=True).decode().lower()
        except idna.IDNAError:
            raise ForbiddenAddress(unusable) from None
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise ForbiddenAddress(
                f"{name[:60]} is not how an address is written; write four numbers and dots"
            ) from None
    if len(name) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise ForbiddenAddress(unusable if host else "it names no host")
    return name


def host_and_port(url: str) -> tuple[str, int]:
    """Of an address that `check_url` gave."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]


def address_in(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_here(host: str) -> bool:
    """Whether it names this very machine, by a name or an address that means nothing else."""
    address = address_in(host)
    if address is not None:
        return address.is_loopback
    return host in LOOPBACK or host.endswith(".localhost")


def origin(url: str) -> str:
    """Scheme, host and port of an address that `check_url` gave: what one robots.txt is for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def shown(url: str) -> str:
    """An address for people and logs: without query and credentials, which may hold secrets."""
    try:
        parts = urlsplit(check_url(url))
    except ForbiddenAddress:
        return "an address that is not asked"
    return urlunsplit(SplitResult(parts.scheme, parts.netloc, parts.path[:150], "", ""))


@dataclass(frozen=True, slots=True)
class AllowedAddresses:
    """Which addresses may be connected to: public ones, and those in `networks`."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, networks: Iterable[str]) -> Self:
        """From "10.1.0.0/16", "fd00:1::/32" and the like. Raises WrongUse."""
        return cls(tuple(_network(text) for text in networks))

    def check(self, address: str, host: str) -> None:
        """Raises ForbiddenAddress unless `address`, which `host` was resolved to, is allowed."""
        given = ipaddress.ip_address(address)
        meant = _meant(given)
        if _is_public(meant) or any(one in net for net in self.networks for one in (given, meant)):
            return
        whose = "" if host == address else f" of {host}"
        raise ForbiddenAddress(
            f"address {address}{whose} is not public (allow it with {ALLOWED_NETWORKS})"
        )


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError:
        raise WrongUse(
            f"{text!r} is no network; write it like 10.1.0.0/16, with zeros after its own bits"
        ) from None


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address only stands for."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC)
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)
