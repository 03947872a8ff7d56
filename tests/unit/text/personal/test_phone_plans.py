from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    country_code_for_region,
    example_number,
    format_number,
    is_valid_number,
    parse,
)

from workers.text.personal.phone_plans import is_national, is_possible

REGIONS = re.findall(r"\w+", "US GB DE FR ES IT NL BE AT CH PL SE NO DK FI PT IE CZ AU IN BR")


@pytest.mark.parametrize("region", REGIONS)
def test_an_example_of_each_country_is_a_number_as_dialled_there_and_from_abroad(
    region: str,
) -> None:
    code, number = country_code_for_region(region), example_number(region)
    assert number is not None
    national = format_number(number, PhoneNumberFormat.NATIONAL)
    international = format_number(number, PhoneNumberFormat.E164).removeprefix("+")
    assert is_national("".join(filter(str.isdecimal, national)), [code])
    assert is_national(f"00{international}", [])
    assert is_national(f"011{international}", [])
    assert is_possible(international)


def test_a_brazilian_may_choose_a_carrier_before_the_area() -> None:
    assert is_national("01511961234567", [55])


def test_no_country_begins_with_a_zero_or_is_unknown() -> None:
    assert not is_possible("0415552671")
    assert not is_possible("9991234567")
    assert not is_possible("")


@given(digits=st.text("0123456789", min_size=8, max_size=13), region=st.sampled_from(REGIONS[:-1]))
def test_what_phonenumbers_calls_valid_is_a_number(digits: str, region: str) -> None:
    try:
        is_valid = is_valid_number(parse(digits, region))
    except NumberParseException:
        is_valid = False
    if is_valid and not digits.startswith(("00", "999")):
        assert is_national(digits, [country_code_for_region(region)])
