"""Quantities, addresses of pages, money and numbers, as customers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.inference.entities.find import find_entities
from workers.inference.entities.money import find_money
from workers.inference.entities.quantities import find_quantities, find_spoken_quantities
from workers.inference.entities.urls import find_urls


def found(text: str) -> list[tuple[str, str, str | None]]:
    return [(each.label, text[each.start : each.end], each.value) for each in find_entities(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 pairs", "2 pair"),
        ("2 PAİRS", "2 pair"),
        ("three boxes", "3 box"),
        ("x2", "2 piece"),
        ("2x", "2 piece"),
        ("5 kg", "5 kg"),
        ("2,5kg", "2.5 kg"),
        ("500ml", "500 ml"),
        ("a dozen", "12 piece"),
        ("two dozen", "24 piece"),
        ("3 kilos", "3 kg"),
        ("12 Stück", "12 piece"),
        ("1.000 Stück", "1000 piece"),
        ("2,500 pieces", "2500 piece"),
        ("10 000 boxes", "10000 box"),
        ("1.500 kg", "1.5 kg"),
        ("zwei Flaschen", "2 bottle"),
        ("deux paires", "2 pair"),
        ("3 cajas", "3 box"),
        ("due scatole", "2 box"),
        ("3 pacotes", "3 pack"),
        ("twenty-five bags", "25 bag"),
        ("half a dozen", "6 piece"),
        ("half a litre", "0.5 l"),
        ("two and a half kilos", "2.5 kg"),
        ("1/2 litre", "0.5 l"),
        ("1 1/2 kg", "1.5 kg"),
        ("¾ kg", "0.75 kg"),
        ("2x250g", "500 g"),
        ("3 × 1.5 l", "4.5 l"),
    ],
)
def test_a_quantity_has_a_number_and_a_unit(text: str, value: str) -> None:
    assert found(f"I got {text}, thanks") == [("quantity", text, value)]


@pytest.mark.parametrize(
    "text",
    [
        "size 5 L",
        "5 M",
        "a box",
        "2x4",
        "2x4 cm",
        "4/7 kg",
        "room 5",
        "mp3",
        "3 xylophones",
        "v2",
        "1080p",
    ],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert list(find_quantities(text)) == []
    assert list(find_spoken_quantities(text)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://Example.com/A?b=c#d", "https://example.com/A?b=c#d"),
        ("HTTP://EXAMPLE.com", "http://example.com"),
        ("www.example.museum/x", "https://www.example.museum/x"),
        ("example.co.uk", "https://example.co.uk"),
        (
            "https://de.wikipedia.org/wiki/Tee_(Begriff)",
            "https://de.wikipedia.org/wiki/Tee_(Begriff)",
        ),
        ("http://localhost:8000/a", "http://localhost:8000/a"),
    ],
)
def test_an_address_is_found_without_the_sentence_around_it(text: str, value: str) -> None:
    assert found(f"(see {text}).") == [("url", text, value)]


@pytest.mark.parametrize(
    "text",
    ["e.g. this", "end.Then", "file.txt", "bob@example.com", "@example.com", "1.2.3", "http://"],
)
def test_what_is_no_address_is_left_alone(text: str) -> None:
    assert list(find_urls(text)) == []


@pytest.mark.parametrize(
    ("text", "label", "number", "value"),
    [
        ("invoice INV-2024-0012", "invoice_number", "INV-2024-0012", "INV-2024-0012"),
        ("Rechnung Nr. 2024-123", "invoice_number", "2024-123", "2024-123"),
        ("Rechnungsnummer: RE-10432", "invoice_number", "RE-10432", "RE-10432"),
        ("facture n° 10432", "invoice_number", "10432", "10432"),
        ("número de factura 10432", "invoice_number", "10432", "10432"),
        ("mi pedido 10432", "order_number", "10432", "10432"),
        ("numéro de commande : 10432", "order_number", "10432", "10432"),
        ("Order#: A-10432", "order_number", "A-10432", "A-10432"),
        ("zamówienie nr 10432", "order_number", "10432", "10432"),
        ("номер заказа 10432", "order_number", "10432", "10432"),
        ("faktura 2024/12", "invoice_number", "2024/12", "2024/12"),
        ("faktura 2024/10432", "invoice_number", "2024/10432", "2024/10432"),
        ("私の注文番号は10432です", "order_number", "10432", "10432"),
        ("订单号10432", "order_number", "10432", "10432"),
        ("order 123-1234567-1234567", "order_number", "123-1234567-1234567", "123-1234567-1234567"),
    ],
)
def test_a_number_is_of_what_the_words_before_it_say(
    text: str, label: str, number: str, value: str
) -> None:
    assert found(text) == [(label, number, value)]


def test_a_second_number_of_the_same_length_is_of_the_same_kind() -> None:
    assert [value for _, _, value in found("orders 10432 and #10433, and 2 boxes")][:2] == [
        "10432",
        "10433",
    ]
    assert [label for label, _, _ in found("order 10432 and 5551")] == ["order_number"]


def test_commas_join_numbers_where_several_are_spoken_of() -> None:
    assert [value for _, _, value in found("orders 10432, 10433 and 10434")] == [
        "10432",
        "10433",
        "10434",
    ]
    assert [value for _, _, value in found("order 10432, 10115 Berlin")] == ["10432"]


@pytest.mark.parametrize("text", ["orders 10432/10433", "#10432 / 10433", "FL-10432/10433?"])
def test_two_numbers_with_a_slash_between_them_are_two(text: str) -> None:
    assert [(label, (value or "")[-5:]) for label, _, value in found(text)] == [
        ("order_number", "10432"),
        ("order_number", "10433"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "4242 4242 4242 4243",  # a wrong check digit
        "1234567890123456",
        "bob@example",
        "@bob",
        "bob at example",
        "ticket #4711",
    ],
)
def test_near_misses_of_cards_and_addresses_are_no_numbers(text: str) -> None:
    assert [label for label, _, _ in found(text) if label.endswith("_number")] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20 dólares", "20.00 USD"),
        ("5 Pfund", "5.00 GBP"),
        ("3 euros", "3.00 EUR"),
        ("10 Franken", "10.00 CHF"),
        ("R$ 12,50", "12.50 BRL"),
        ("99,- €", "99.00 EUR"),
        ("12.50 TOP", "12.50 TOP"),
        ("500 ISK", "500 ISK"),
        ("₹1,50,000.50", "150000.50 INR"),
        ("$5K", "5000.00 USD"),
        ("1.5 million euros", "1500000.00 EUR"),
        ("$5 m away", "5.00 USD"),
        ("500 руб.", "500.00 RUB"),
        ("注文は5,000円です", "5000 JPY"),
    ],
)
def test_money_is_read_as_customers_write_it(text: str, value: str) -> None:
    assert [each.value for each in find_money(text)] == [value]


@pytest.mark.parametrize(("language", "code"), [("sv", "SEK"), ("da", "DKK"), ("no", "NOK")])
def test_crowns_are_those_of_the_language(language: str, code: str) -> None:
    assert [each.value for each in find_money("1 500,50 kr.", language)] == [f"1500.50 {code}"]
    assert list(find_money("1 500,50 kr.", "de")) == []


@pytest.mark.parametrize("text", ["I need 3 TOP", "10 ALL", "2 CUP of tea", "100", "5 MAD people"])
def test_a_word_in_capitals_is_no_currency(text: str) -> None:
    assert list(find_money(text)) == []


@given(st.integers(1, 10**6 - 1), st.sampled_from(["kg", "ml", "pairs", "boxes", "pcs"]))
def test_every_number_with_a_unit_is_a_quantity(number: int, unit: str) -> None:
    (entity,) = find_quantities(f"{number} {unit}")
    assert (entity.value or "").split()[0] == str(number)
