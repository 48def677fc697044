"""Which addresses may be asked: public ones, and private ones that the user has named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Inside although the number looks public to Python: a cloud's own host, protocol assignments, prefixes for local use.
_INSIDE = tuple(ip_network(text) for text in ("168.63.129.16/32", "192.0.0.0/24", "64:ff9b:1::/48", "fec0::/10"))
_KEPT_LENGTH = 500
_NAT64 = ip_network("64:ff9b::/96")
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0[xX][0-9a-fA-F]*)\.?$")


class BlockedAddressError(OSError):
    """The host leads to an address inside the network."""


def is_public(text: str) -> bool:
    """Return whether an IP address, given as text, is one of the open internet; False where it is no address."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(inner) for inner in (address, *_embedded(address)))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if not address.is_global or address.is_multicast or (address.is_reserved and not _is_nat64(address)):
        return False
    return not any(address in network for network in _INSIDE)


def _is_nat64(address: IPv4Address | IPv6Address) -> bool:
    return address in _NAT64


def _embedded(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """Return the IPv4 addresses that an IPv6 address carries in itself: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if _is_nat64(address):
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


@dataclass(frozen=True, slots=True)
class HostPort:
    """A host, lower case and without brackets, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def host_port(url: str) -> HostPort | None:
    """Return the host and port that an http(s) address leads to; None where it is no such address."""
    # Each request asks several times. What is longer than addresses are is not kept: it may be megabytes.
    return _known_host_port(url) if len(url) <= _KEPT_LENGTH else _host_port(url)


@lru_cache(maxsize=4096)
def _known_host_port(url: str) -> HostPort | None:
    return _host_port(url)


def _host_port(url: str) -> HostPort | None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    return HostPort(host.rstrip("."), port or _DEFAULT_PORTS[parts.scheme])


def literal_address(host: str) -> str | None:
    """Return the host if it is an IP address, None if it is a name.

    Raises ValueError for the short and hexadecimal forms ("127.1", "0x7f.1") that some libraries read as addresses.
    """
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        if _ENDS_IN_NUMBER.search(host):
            raise ValueError(f"{host} is neither a name nor a full address") from None
        return None


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The private hosts at which the user lets feeds be added: WIREWATCH_ALLOW_HOSTS."""

    hosts: frozenset[str] = frozenset()
    host_ports: frozenset[HostPort] = frozenset()

    @classmethod
    def parse(cls, text: str) -> AllowedHosts:
        """Read a comma-separated list of host or host:port; what cannot be read is passed over."""
        hosts, host_ports = set(), set()
        for item in (part.strip() for part in text.split(",")):
            if not item:
                continue
            bare = f"[{item}]" if item.count(":") > 1 and not item.startswith("[") else item
            try:
                parts = urlsplit(f"//{bare}")
                host, port = parts.hostname, parts.port
            except ValueError:
                continue
            if host and port:
                host_ports.add(HostPort(host, port))
            elif host:
                hosts.add(host)
        return cls(frozenset(hosts), frozenset(host_ports))

    @property
    def places(self) -> list[str]:
        """The hosts, and hosts with ports, as they stand in addresses."""
        return sorted({*(f"[{host}]" if ":" in host else host for host in self.hosts), *map(str, self.host_ports)})

    def permits(self, url: str) -> bool:
        """Return whether a feed may be added at this address although it is private."""
        place = host_port(url)
        return place is not None and (place.host in self.hosts or place in self.host_ports)
