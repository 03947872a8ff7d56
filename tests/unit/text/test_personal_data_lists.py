"""The texts that the rules are made on, and those that they are measured on."""

from __future__ import annotations

from pathlib import Path

import pytest
from stdnum import iban, luhn

from tests.benchmarks.understanding.personal_data import (
    HELD_OUT,
    LabelledText,
    find_ours,
    judge,
    read_labelled,
)

DEVELOPMENT = Path(HELD_OUT).with_name("personal_data_development.jsonl")
LABELS = {"email", "phone", "card", "iban", "national_id", "address", "name"}


@pytest.fixture(scope="module")
def held_out() -> list[LabelledText]:
    return read_labelled(HELD_OUT)


def test_what_the_rules_were_made_on_stays_found_and_nothing_else() -> None:
    findings = judge(find_ours, read_labelled(DEVELOPMENT))
    assert findings.recall >= 0.98
    assert findings.false_alarms <= 0.02


def test_the_held_out_list_is_long_and_shares_no_text(held_out: list[LabelledText]) -> None:
    texts = {row.text for row in held_out}
    assert len(texts) == len(held_out)
    assert sum(bool(row.spans) for row in held_out) >= 300
    assert sum(not row.spans for row in held_out) >= 300
    assert {label for row in held_out for label, _, _ in row.spans} == LABELS


def test_its_numbers_have_valid_check_digits(held_out: list[LabelledText]) -> None:
    numbers = [(label, row.text[start:end]) for row in held_out for label, start, end in row.spans]
    for label, number in numbers:
        assert label != "card" or luhn.is_valid(number.replace(" ", "").replace("-", ""))
        assert label != "iban" or iban.is_valid(number, check_country=False)
