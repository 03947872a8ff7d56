from __future__ import annotations

import pytest

from workers.text.personal.bank_accounts import find_bank_accounts


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_bank_accounts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "refund to {DE89 3704 0044 0532 0130 00} please",
        "sort code {20-00-00} account number {55779911}",
        "sort code: {200000}, a/c: {55779911}",
        "sort code {20-00-00} {55779911}",
        "acct no {50100123456789}, IFSC {HDFC0001234}",
        "routing number {021000021}, account {123456789012}",
        "BSB {062-000} account {12345678}",
        "Kontonummer {532013000}, BLZ {370 400 44}",
        "my bank account number is {12345678}",
        "Kontonummer: {532013000}",
        "compte bancaire : {00012345678}",
        "nr konta {61 1090 1014 0000 0712 1981 2874}",
    ],
)
def test_an_account_is_found_as_its_country_writes_it(text: str) -> None:
    numbers = [part.partition("}")[0] for part in text.split("{")[1:]]
    assert found(text.replace("{", "").replace("}", "")) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "my account number is 12345678",
        "sort the code 123456",
        "Kundenkonto 12345678",
        "my bank account since 2019, order 12345678",
        "zip code 200000, account 12345678",
        "the bank account: 2024-01-05 was the day of the refund",
        "61 1090 1014 0000 0712 1981 2875",
    ],
)
def test_without_a_bank_or_a_check_digit_a_number_is_no_account(text: str) -> None:
    assert found(text) == []
