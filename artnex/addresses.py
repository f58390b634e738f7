"""Which network addresses this server may call: public ones, and what the operator allows by OUTBOUND_ALLOW."""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from artnex.errors import ProviderError, ProviderUnavailable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What Python's `is_global` lets pass, in some versions or all.
NOT_PUBLIC_EITHER = tuple(
    ipaddress.ip_network(block)
    for block in (
        "168.63.129.16/32",  # the host of virtual machines at Azure answers here, in the middle of public space
        "192.0.0.0/24",  # protocol assignments; metadata at Oracle
        "192.88.99.0/24",  # relays of 6to4, withdrawn
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local, withdrawn
    )
)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")


class AddressRefused(ProviderError):
    """The address is private, local or otherwise not for outside calls; trying again does not help."""

    default_message = _("This address may not be called: it is not a public one.")


@dataclass(frozen=True)
class Allowance:
    """One entry of OUTBOUND_ALLOW: a host name or a network, and perhaps one port."""

    host: str = ""
    network: Network | None = None
    port: int | None = None

    def covers(self, host: str, address: Address, port: int) -> bool:
        if self.port is not None and self.port != port:
            return False
        if self.network is not None:
            return any(a.version == self.network.version and a in self.network for a in with_embedded(address))
        return self.host == host


def with_embedded(address: Address) -> list[Address]:
    """The address and every IPv4 address that it carries inside (mapped, 6to4, Teredo, NAT64, compatible)."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner: list[Address] = [address]
    if address.ipv4_mapped:
        inner.append(address.ipv4_mapped)
    if address.sixtofour:
        inner.append(address.sixtofour)
    if address.teredo:
        inner.extend(address.teredo)
    if address in NAT64 or address in IPV4_COMPATIBLE:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return inner


def is_public(address: Address) -> bool:
    """True when every reading of the address lies in the public internet."""
    readings = with_embedded(address)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped or address in NAT64:
            readings.remove(address)  # these blocks as such count as reserved; what matters is inside
        if address in NAT64_LOCAL:
            return False
    return all(
        one.is_global
        and not one.is_multicast
        and not one.is_reserved
        and not any(one.version == block.version and one in block for block in NOT_PUBLIC_EITHER)
        for one in readings
    )


def parse_allowance(entry: str) -> Allowance:
    """`host`, `host:port`, `10.0.0.0/8`, `[::1]:8080` … as one allowance."""
    host, port = entry.strip().lower(), None
    if host.startswith("["):
        host, _bracket, tail = host[1:].partition("]")
        port = int(tail[1:]) if tail.startswith(":") else None
    elif host.count(":") == 1:
        host, tail = host.split(":")
        port = int(tail)
    try:
        return Allowance(network=ipaddress.ip_network(host, strict=False), port=port)
    except ValueError:
        if "/" in host:  # meant as a network; as a name it would silently allow nothing
            raise
        return Allowance(host=host.rstrip("."), port=port)


@lru_cache(maxsize=32)
def parse_allowances(entries: tuple[str, ...]) -> tuple[Allowance, ...]:
    return tuple(parse_allowance(entry) for entry in entries)


def is_allowed(host: str, address: Address, port: int) -> bool:
    """May `address`, found under the name `host`, be called on `port`?"""
    if is_public(address):
        return True
    name = host.lower().rstrip(".")
    return any(entry.covers(name, address, port) for entry in parse_allowances(tuple(settings.OUTBOUND_ALLOW)))


SocketAddress = tuple[socket.AddressFamily, tuple]


def resolve_allowed(host: str, port: int) -> Sequence[SocketAddress]:
    """Look the name up once and return the socket addresses that may be connected to.

    The caller connects to exactly these: a name that answers differently the next time gains nothing.
    Raises ProviderUnavailable when the name is unknown, AddressRefused when every address is off limits.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as problem:
        raise ProviderUnavailable(_("The name of the outside service cannot be found.")) from problem
    allowed: list[SocketAddress] = []
    for family, _kind, _protocol, _name, where in found:
        address = ipaddress.ip_address(str(where[0]).partition("%")[0])
        if is_allowed(host, address, port) and (family, where) not in allowed:
            allowed.append((family, where))
    if not allowed:
        raise AddressRefused
    return allowed
