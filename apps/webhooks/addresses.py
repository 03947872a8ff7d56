"""Where a webhook may be sent: a public address, unless an administrator allows a private one.

The address that is checked is the one that is connected to. A name that changes its mind between
the two (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue

RESOLVE_SECONDS = 5.0
# RFC 6052: the last 32 bits are an IPv4 address that a translator reaches.
_NAT64 = IPv6Network("64:ff9b::/96")
# RFC 3879: given up, and still routed inside some networks.
_SITE_LOCAL = IPv6Network("fec0::/10")


class AddressRefused(Exception):
    """A webhook must not be sent there; the sentence says why."""


def find_address(host: str, port: int, *, allow_private: bool) -> str:
    """The IP address to connect to. Raises AddressRefused.

    A name with several addresses is refused where any of them is not public.
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
    """As the system does it, which has no limit of time: a thread that waits too long is left to
    itself."""
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
    """Whether everybody on the Internet means the same machine by it."""
    ip = _unwrap(ip_address(address))
    kept_back = ip.is_multicast or ip.is_reserved or ip in _SITE_LOCAL
    return ip.is_global and not kept_back


def _unwrap(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one, where packets end up at that."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
