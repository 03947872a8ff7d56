from __future__ import annotations

import pytest

from workers.text.personal.iban import find_ibans


@pytest.mark.parametrize(
    "number",
    [
        "DE89 3704 0044 0532 0130 00",
        "DE89370400440532013000",
        "GB29 NWBK 6016 1331 9268 19",
        "nl91abna0417164300",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947",
        "PL 61 1090 1014 0000 0712 1981 2874",
        "GB29.NWBK.6016.1331.9268.19",
        "de 89370400440532013000",
        "DE89/3704/0044/0532/0130/00",
        "DE89\n3704 0044 0532 0130 00",
    ],
)
def test_an_account_number_is_found_whole_between_words(number: str) -> None:
    text = f"refund to {number} please"

    assert [text[start:end] for start, end in find_ibans(text)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "DE88 3704 0044 0532 0130 00",
        "DE89 3704 0044 0532 0130",
        "DE89 3704 0044 0532 0130 001",
        "XX89 3704 0044 0532 0130 00",
        "order AB12 3456 7890",
        "DE89 " * 100,
        "at 20 minutes past 8 we waited",
    ],
)
def test_a_wrong_length_country_or_check_digit_is_no_account(text: str) -> None:
    assert not list(find_ibans(text))


def test_the_word_for_it_may_be_written_in_one_with_the_number() -> None:
    text = "IBANDE89370400440532013000"
    assert [text[start:end] for start, end in find_ibans(text)] == ["DE89370400440532013000"]
