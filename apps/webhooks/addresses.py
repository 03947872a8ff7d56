"""Checks where a webhook may be sent: a public address, unless an administrator allows others.

The connection goes to the very address that was checked, so that a name whose address changes in
between (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue

RESOLVE_SECONDS = 5.0
# RFC 6052: the last 32 bits are the IPv4 address to which a translator (NAT64) sends the packets.
_NAT64 = IPv6Network("64:ff9b::/96")
# RFC 3879: deprecated, and still routed inside some networks.
_SITE_LOCAL = IPv6Network("fec0::/10")


class AddressRefused(Exception):
    """A webhook must not be sent there; the sentence says why."""


def find_address(host: str, port: int, *, allow_private: bool) -> str:
    """The IP address to connect to. Raises AddressRefused.

    A name with several addresses is refused if any of them is not public.
    """
    addresses = _resolve(host, port)
    refused = [each for each in addresses if not is_public(each)]
    if refused and not allow_private:
        raise AddressRefused(
            f"{host} is {refused[0]}, which is not a public address; "
            "an administrator can allow that for this webhook."
        )
    return addresses[0]


def _resolve(host: str, port: int) -> list[str]:
    """Resolve a name in a thread of its own, because `getaddrinfo` has no timeout.

    A thread that takes too long is abandoned.
    """
    answers: SimpleQueue[list[str]] = SimpleQueue()

    def ask() -> None:
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            infos = []
        answers.put([str(info[4][0]) for info in infos])

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    try:
        addresses = answers.get(timeout=RESOLVE_SECONDS)
    except Empty:
        raise AddressRefused(f"Nobody told the address of {host} in time.") from None
    if not addresses:
        raise AddressRefused(f"Nobody knows the name {host}; check the address.")
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is public: global, and not multicast, reserved or site-local."""
    ip = _unwrap(ip_address(address))
    is_special = ip.is_multicast or ip.is_reserved or ip in _SITE_LOCAL
    return ip.is_global and not is_special


def _unwrap(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that is embedded in an IPv6 one and receives its packets, or `ip` itself."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
