"""Finds the address of a caller, which rate limits count by."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost trusted proxy saw; for IPv6, its /64 network.

    Entries of X-Forwarded-For further to the left are written by the caller, and not trusted.
    """
    hops = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES:
        hops = [*request.headers.get("X-Forwarded-For", "").split(","), *hops]
    address = hops[max(0, len(hops) - 1 - settings.TRUSTED_PROXIES)].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return hops[-1] or "unknown"
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)
