from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.text.strategies import any_text
from workers.text.cards import find_cards, mask_cards

SEPARATORS = st.sampled_from(["", " ", "-", "\u00a0", "–", ".", " - "])


def with_check_digit(digits: str) -> str:
    return next(
        digits + check
        for check in "0123456789"
        if sum(
            sum(divmod(int(digit) * (1 + place % 2), 10))
            for place, digit in enumerate(reversed(digits + check))
        )
        % 10
        == 0
    )


card_numbers = st.builds(
    lambda start, rest: with_check_digit(start + rest[: 15 - len(start)]),
    st.sampled_from(["4", "51", "55", "2221", "2720", "6011", "65", "62", "3530"]),
    st.text("0123456789", min_size=15, max_size=15),
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my card is 4242424242424242.", "my card is •••• 4242."),
        ("5555 5555 5555 4444", "•••• 4444"),
        ("3782 822463 10005", "•••• 0005"),
        ("3056-930902-5904", "•••• 5904"),
        ("6011-1111-1111-1117 and 4111111111111111", "•••• 1117 and •••• 1111"),
        ("4242 4242 4242 4242 12/27 123", "•••• 4242 12/27 123"),
        ("4111 1111 1111 1111 123", "•••• 1111 123"),
        ("visa4111111111111111", "visa•••• 1111"),
        ("４１１１ １１１１ １１１１ １１１１", "•••• 1111"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "•••• 1111"),
        ("kettle\n4111 1111 1111 1111 4111 1111 1111 1111", "kettle\n•••• 1111 •••• 1111"),
        ("4111 1111\n1111 1111", "•••• 1111"),
        ("3782 822463\r\n10005", "•••• 0005"),
        ("４１１１－１１１１－１１１１－１１１１", "•••• 1111"),
        ("4111·1111·1111·1111 4111_1111_1111_1111", "•••• 1111 •••• 1111"),
        ("4111\u200b1111\u200b1111\u200b1111", "•••• 1111"),
        (
            "DE89 3704 0044 0532 0130 00 4111 1111 1111 1111",
            "DE89 3704 0044 0532 0130 00 •••• 1111",
        ),
    ],
)
def test_a_card_number_keeps_only_its_last_four_digits(text: str, masked: str) -> None:
    assert mask_cards(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "order FL-10432, invoice 2024000123456",
        "4242 4242 4242 4241",
        "call +49 151 23456789 or 415-555-2671 555-987-6543",
        "01 45 67 89 01 01 47 25 83 69",
        "DE89 3704 0044 0532 0130 00",
        "AT611904300234573201",
        "tracking 9400111899223197428490",
        "IMEI 490154203237518",
        "41111111111111111111111111111111",
        "2024-01-05 2024-01-06 2024-01-07",
        "4111,1111,1111,1111",
        "4111\n1111\n1111\n1111",
        "411111111\n1111111",
        "4 1 1 1 1 1 1 1\n1 1 1 1 1 1 1\n1",
        "1234 5678 9012 3456",
        "",
    ],
)
def test_a_near_miss_is_left_alone(text: str) -> None:
    assert mask_cards(text) == text


def test_numbers_that_share_digits_are_cut_as_one() -> None:
    assert mask_cards(" ".join(["4242"] * 7)) == "•••• 4242"


@given(card_numbers, SEPARATORS, st.sampled_from(["", "pay with ", "(", "no:"]))
def test_a_planted_card_never_survives(number: str, separator: str, before: str) -> None:
    written = separator.join(number[start : start + 4] for start in range(0, 16, 4))

    masked = mask_cards(f"{before}{written} thanks")

    assert masked == f"{before}•••• {number[-4:]} thanks"


@given(any_text)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    masked = mask_cards(text)

    assert mask_cards(masked) == masked
    assert not list(find_cards(masked))
