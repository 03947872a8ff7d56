"""Amounts of money in words, and cents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.inference.entities.find import find_entities
from workers.inference.entities.number_words import NUMBERS, read_number
from workers.inference.entities.when import When

ENGLISH = {number: word for word, number in reversed(NUMBERS.items())}


def found(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    entities = find_entities(text, When(language=language))
    return [(text[each.start : each.end], each.value) for each in entities if each.label == "money"]


def say(number: int) -> str:
    """As English has it: `two thousand one hundred and twenty-five`."""
    if number >= 1_000:
        thousands, rest = divmod(number, 1_000)
        joint = " and " if 0 < rest < 100 else " "
        return f"{say(thousands)} thousand{joint}{say(rest) if rest else ''}".rstrip()
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{ENGLISH[hundreds]} hundred" + (f" and {say(rest)}" if rest else "")
    if number in ENGLISH:
        return ENGLISH[number]
    return f"{ENGLISH[number - number % 10]}-{ENGLISH[number % 10]}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty dollars", "20.00 USD"),
        ("a hundred and fifty euros", "150.00 EUR"),
        ("Two thousand pounds", "2000.00 GBP"),
        ("ninety nine cents", None),
        ("99 cents", None),
        ("99p", "0.99 GBP"),
        ("twenty pence", "0.20 GBP"),
        ("two dollars and fifty cents", "2.50 USD"),
        ("5 euros 20 cents", "5.20 EUR"),
    ],
)
def test_an_amount_in_words_has_its_currency(text: str, value: str | None) -> None:
    assert found(f"I paid {text}, and now?") == [(text, value)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "zwanzig Euro", "20.00 EUR"),
        ("fr", "cent euros", "100.00 EUR"),
        ("fr", "quatre-vingts euros", "80.00 EUR"),
        ("es", "cincuenta dólares", "50.00 USD"),
        ("es", "CİNCUENTA DÓLARES", "50.00 USD"),
        ("de", "99 Cent", "0.99 EUR"),
        ("pt", "dois reais", "2.00 BRL"),
    ],
)
def test_other_languages_count_in_words_too(language: str, text: str, value: str) -> None:
    assert found(text, language) == [(text, value)]


@pytest.mark.parametrize(
    "text",
    [
        "a pound",
        "a couple hundred dollars",
        "half a million dollars",
        "one real person please",
        "1 real person please",
        "three pounds of beans",
        "3 pounds of beans",
        "1/4 pound",
        "ninety per cent",
        "1080p",
    ],
)
def test_what_only_sounds_like_money_is_none(text: str) -> None:
    assert found(text) == []


def test_of_two_numbers_beside_one_another_only_the_second_is_counted() -> None:
    assert found("between ten and twenty dollars") == [("twenty dollars", "20.00 USD")]


@given(st.integers(1, 999_999))
def test_every_number_in_words_is_read_back(number: int) -> None:
    text = f"{say(number)} euros"
    assert read_number(say(number)) == number
    assert found(text) == [(text, f"{number}.00 EUR")]
