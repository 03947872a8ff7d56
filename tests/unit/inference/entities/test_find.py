from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.text.strategies import HOSTILE, any_text
from workers.inference.entities.calendar_words import WORDS
from workers.inference.entities.find import find_entities
from workers.inference.entities.when import When

WEDNESDAY = When.written(datetime(2024, 11, 20, 12, tzinfo=UTC), None, "en")


def found(text: str, when: When = WEDNESDAY) -> list[tuple[str, str, str | None]]:
    return [
        (entity.label, text[entity.start : entity.end], entity.value)
        for entity in find_entities(text, when)
    ]


@pytest.mark.parametrize(
    ("text", "number", "value"),
    [
        ("where is FL-10432?", "FL-10432", "FL-10432"),
        ("where is fl-10432?", "fl-10432", "FL-10432"),
        ("where is #10432?", "#10432", "10432"),
        ("order 10432 is late", "10432", "10432"),
        ("order #10432 is late", "#10432", "10432"),
        ("order no. 10432", "10432", "10432"),
        ("my order number is FL10432", "FL10432", "FL10432"),
        ("Order-ID 987", "987", "987"),
        ("Bestellnummer: 10432", "10432", "10432"),
    ],
)
def test_an_order_number_is_found_as_customers_write_it(text: str, number: str, value: str) -> None:
    assert found(text) == [("order_number", number, value)]


@pytest.mark.parametrize(
    "text", ["#1", "RTX-4090", "order 2 of them", "in order 12 boxes", "&#10432;", "FL-10432-77"]
)
def test_what_only_looks_like_an_order_number_is_none(text: str) -> None:
    assert [label for label, _, _ in found(text) if label == "order_number"] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.50 EUR", "12.50 EUR"),
        ("€12,50", "12.50 EUR"),
        ("12,5€", "12.50 EUR"),
        ("$1,234.56", "1234.56 USD"),
        ("1.234,56 €", "1234.56 EUR"),
        ("1 234 567 EUR", "1234567.00 EUR"),
        ("CHF 1'200.50", "1200.50 CHF"),
        ("£ 5", "5.00 GBP"),
        ("20 quid", "20.00 GBP"),
        ("5 Dollars", "5.00 USD"),
        ("12 eur", "12.00 EUR"),
        ("US$5", "5.00 USD"),
        ("$12.50 CAD", "12.50 CAD"),
        ("¥1200", "1200 JPY"),
        ("49,99 zł", "49.99 PLN"),
    ],
)
def test_money_has_an_amount_and_a_currency_code(text: str, value: str) -> None:
    assert found(f"I paid {text}.") == [("money", text, value)]


@pytest.mark.parametrize("text", ["I paid 100.", "10 try it", "1,234.5.6 EUR", "A4 paper", "5 $ 5"])
def test_a_number_without_a_clear_currency_is_no_money(text: str) -> None:
    assert [entity for entity in found(text) if entity[1] == text] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-01-05", "2024-01-05"),
        ("2024/1/5", "2024-01-05"),
        ("5.1.2024", "2024-01-05"),
        ("05.01.24", "2024-01-05"),
        ("25/01/2024", "2024-01-25"),
        ("01/25/2024", "2024-01-25"),
        ("03/04/2024", None),
        ("5 January 2024", "2024-01-05"),
        ("5th of Jan 2024", "2024-01-05"),
        ("January 5th, 2024", "2024-01-05"),
        ("5 January", "2025-01-05"),
        ("Sept 30", "2024-09-30"),
        ("29 February", "2024-02-29"),
        ("yesterday", "2024-11-19"),
        ("the day before yesterday", "2024-11-18"),
        ("tomorrow", "2024-11-21"),
        ("next monday", "2024-11-25"),
        ("next Wednesday", "2024-11-27"),
        ("last wednesday", "2024-11-13"),
        ("this Wednesday", "2024-11-20"),
        ("3 days ago", "2024-11-17"),
        ("in two weeks", "2024-12-04"),
    ],
)
def test_a_date_has_an_iso_value_where_the_day_is_certain(text: str, value: str | None) -> None:
    assert found(f"it was due {text}.") == [("date", text, value)]


def test_a_relative_date_has_no_value_without_the_time_of_the_message() -> None:
    assert found("yesterday", When()) == [("date", "yesterday", None)]
    assert found("5 March", When()) == [("date", "5 March", None)]


@pytest.mark.parametrize("text", ["2024-13-45", "30 February", "99/99/2024", "v1.2.3.4", "12-34"])
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert found(text) == []


def test_the_longer_of_two_readings_wins() -> None:
    assert found("order 12345 EUR") == [("money", "12345 EUR", "12345.00 EUR")]


def test_all_kinds_stand_in_one_message_in_order() -> None:
    assert [label for label, _, _ in found("#10432 for €5 came yesterday, #10433 did not")] == [
        "order_number",
        "money",
        "date",
        "order_number",
    ]


@given(
    any_text,
    st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
    st.sampled_from(["Europe/Berlin", "America/New_York", "nowhere", None]),
    st.sampled_from([*WORDS, "und", "pl"]),
)
def test_entities_slice_the_text_in_order_without_overlap(
    text: str, at: datetime | None, zone: str | None, language: str
) -> None:
    entities = find_entities(text, When.written(at, zone, language))
    borders = [border for entity in entities for border in (entity.start, entity.end)]

    assert borders == sorted(borders)
    assert all(0 <= entity.start < entity.end <= len(text) for entity in entities)


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y"]))
def test_every_written_day_is_read_back(day: datetime, style: str) -> None:
    text = f"{day.year:04}-{day.month:02}-{day.day:02}"
    if style == "%d.%m.%Y":
        text = f"{day.day}.{day.month}.{day.year:04}"

    assert found(text) == [("date", text, f"{day.year:04}-{day.month:02}-{day.day:02}")]


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_every_written_amount_is_read_back(units: int, cents: int) -> None:
    for text in (f"{units}.{cents:02} EUR", f"€{units:,}.{cents:02}", f"{units},{cents:02} €"):
        assert found(text) == [("money", text, f"{units}.{cents:02} EUR")]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:4]))
def test_hostile_texts_hold_a_bounded_number_of_entities(text: str) -> None:
    assert len(find_entities(text, WEDNESDAY)) <= len(text) // 3
