from __future__ import annotations

import pytest
from hypothesis import given

from tests.unit.text.strategies import HOSTILE, any_text
from workers.text.personal.ip_addresses import find_ip_addresses


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_ip_addresses(text)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("my IP is 84.12.33.7", "84.12.33.7"),
        ("IP address: 84.12.33.7.", "84.12.33.7"),
        ("meine IP-Adresse ist 84.12.33.7", "84.12.33.7"),
        ("mon adresse IP: 84.12.33.7", "84.12.33.7"),
        ("IP 2003:e1:7f0a:3c00:b5a:12ff:fe34:5678", "2003:e1:7f0a:3c00:b5a:12ff:fe34:5678"),
        ("IPv6 2a02:8109:9d40::1a2b", "2a02:8109:9d40::1a2b"),
    ],
)
def test_an_address_is_found_where_it_is_called_one(text: str, address: str) -> None:
    assert found(text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "84.12.33.7",
        "firmware 2.4.1.77",
        "my ip camera has firmware 2.4.1.77",
        "my IP is 192.168.178.1",
        "IP 10.0.0.1",
        "IP 127.0.0.1",
        "IP fe80::1",
        "IP 300.1.2.3",
        "IP 1.2.3.4.5",
        "ship it at 10:30:12",
    ],
)
def test_a_version_or_an_address_of_any_home_is_none(text: str) -> None:
    assert found(text) == []


@given(text=any_text)
def test_spans_are_in_order_and_not_empty(text: str) -> None:
    spans = list(find_ip_addresses(text))
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read(text: str) -> None:
    list(find_ip_addresses(text))
