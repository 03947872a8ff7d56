"""Which addresses everybody on the Internet may be sent to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis.strategies import ip_addresses

from apps.webhooks.addresses import is_public

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
]


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("written", ["{}", "::ffff:{}", "64:ff9b::{}", "::{}"])
def test_private_addresses_stay_private_inside_others(address: str, written: str) -> None:
    assert not is_public(written.format(address))


@pytest.mark.parametrize(
    "address",
    [
        "::1",
        "::",
        "fe80::1%2",
        "fc00::1",
        "fec0::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "2002:7f00:1::",
    ],
)
def test_private_addresses_of_the_newer_protocol_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::8.8.8.8"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@given(ip_addresses(v=4))
def test_an_address_means_the_same_however_it_is_wrapped(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))
    assert is_public(f"64:ff9b::{address}") == is_public(str(address))
