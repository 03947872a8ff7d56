"""Parcels' numbers: of this carrier, with the right check digit, or none at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.text.strategies import HOSTILE
from workers.text.tracking import find_tracking_numbers


def found(text: str) -> list[tuple[str, str | None]]:
    return [(text[each.start : each.end], each.value) for each in find_tracking_numbers(text)]


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("1Z999AA10123456784", "UPS 1Z999AA10123456784"),
        ("1z 999 aa1 01 2345 6784", "UPS 1Z999AA10123456784"),
        ("RB123456785GB", "S10 RB123456785GB"),
        ("RR 473 124 829 GB", "S10 RR473124829GB"),
        ("9205 5901 6491 7312 7510 89", "USPS 9205590164917312751089"),
        ("00340434161094022115", "DHL 00340434161094022115"),
        ("9611020987654312345672", "FedEx 9611020987654312345672"),
    ],
)
def test_a_number_of_its_own_form_is_found_anywhere(number: str, value: str) -> None:
    assert found(f"about {number}, please") == [(number, value)]


@pytest.mark.parametrize(
    ("number", "value"),
    [("986578788855", "FedEx 986578788855"), ("3318810025", "DHL 3318810025")],
)
def test_digits_alone_are_one_where_a_parcel_is_spoken_of(number: str, value: str) -> None:
    assert found(f"my parcel {number}") == [(number, value)]
    assert found(f"what is {number}?") == []


@pytest.mark.parametrize(
    "number",
    ["1Z999AA10123456785", "RB123456784GB", "9205590164917312751088", "00340434161094022116"],
)
def test_a_wrong_check_digit_is_no_parcel(number: str) -> None:
    assert found(f"track my parcel {number}") == []


@given(st.integers(0, 10**8 - 1), st.integers(0, 9))
def test_one_check_digit_of_ten_is_right(serial: int, wrong: int) -> None:
    weights = (8, 6, 4, 2, 3, 5, 9, 7)
    total = sum(w * int(d) for w, d in zip(weights, f"{serial:08}", strict=True))
    digit = {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
    number = f"CP{serial:08}{wrong}DE"
    assert found(number) == ([(number, f"S10 {number}")] if wrong == digit else [])


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:4]))
def test_hostile_texts_hold_a_bounded_number_of_parcels(text: str) -> None:
    assert len(found(text)) <= len(text) // 10
