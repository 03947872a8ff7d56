from __future__ import annotations

import pytest

from workers.text.personal.phones import find_phones


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_phones(text)]


@pytest.mark.parametrize(
    "number",
    [
        "+1 (415) 555-2671",
        "+1 555 123 4567",
        "(415) 555-2671",
        "415.555.2671",
        "4155552671",
        "+44 7700 900123",
        "+44 (0)20 7946 0958",
        "020 7946 0958",
        "07911 123456",
        "+49 151 23456789",
        "0151 23456789",
        "030/901820",
        "0049 30 901820",
        "+33 6 12 34 56 78",
        "06 12 34 56 78",
        "+34 612 34 56 78",
        "+39 06 6982 1234",
        "+31 6 12345678",
        "+48 501 234 567",
        "501 234 567",
        "+46 70 123 45 67",
        "+45 32 12 34 56",
        "+91 98765 43210",
        "+86 138 0013 8000",
        "+81 90-1234-5678",
        "+55 11 91234-5678",
        "+61 412 345 678",
    ],
)
def test_a_phone_number_is_found_as_people_write_it(number: str) -> None:
    assert found(f"here: {number}, thanks") == [number]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("5551234567", "is my number"),
        ("9876543210", "is my WhatsApp"),
        ("555 1234", "is my home phone"),
        ("98765432", "ist meine Handynummer"),
        ("98765432", "es mi número"),
    ],
)
def test_a_number_is_called_a_phone_number_behind_it_too(number: str, said: str) -> None:
    assert found(f"{number} {said}") == [number]


@pytest.mark.parametrize("said", ["is my order number", "is wrong", "is my customer id"])
def test_what_is_called_something_else_behind_it_is_no_phone_number(said: str) -> None:
    assert found(f"5551234567 {said}") == []


@pytest.mark.parametrize(
    "text",
    [
        "FL-10432",
        "#10432",
        "#4155552671",
        "order 4155552671",
        "my order number is 4155552671",
        "IMEI 490154203237518",
        "2024-01-05",
        "05/01/2024 12345",
        "between 2024-01-05 2024-01-06",
        "1,234,567.89 EUR",
        "€ 1 234 567",
        "25 000 000 kr",
        "192.168.10.254",
        "at 52.520008, 13.404954",
        "https://example.com/item/4155552671",
        "tracking 1Z999AA10123456784",
        "sizes 10 20 30 40 50",
        "12345678",
        "794644790138",
        "code 7782 2931 1188",
        "7782 2931 1188",
        "1234 5678 9012 3456",
        "offer 1234/5678",
        "order 7712/2026",
        "ISBN 0-306-40615-2",
        "GLS 12345678901",
        "total 12 345 678 Ft",
        "100 200 300 400 grams",
        "on 14 03 2026",
        "12345-67890-ABCDE",
        "between 1990-2020",
        "pi is 3.14159265",
        "transaction id 4155550132",
        "Kundennr. 0151 23456789",
        "Vertragsnummer 0151 23456789",
        "numéro de client 06 12 34 56 78",
        "número de seguimiento 612 345 678",
        "numero d'ordine 347 123 4567",
        "factuurnummer 06 12345678",
        "faktura nr 601 234 567",
        "tilausnumero 040 123 4567",
        "заказ № 8 912 345 67 89",
        "sipariş no 0532 123 45 67",
        "注文番号は0312345678です",
        "주문번호 010-1234-5678",
        "رقم الطلب 0501234567",
    ],
)
def test_an_order_a_date_an_amount_or_an_address_is_no_phone(text: str) -> None:
    assert found(text) == []


def test_a_number_stands_apart_from_the_digits_beside_it() -> None:
    assert found("call 415-555-2671 2024") == ["415-555-2671"]
    assert found("415-555-2671/415-555-2672") == ["415-555-2671", "415-555-2672"]


@pytest.mark.parametrize("number", ["(415) 555-2671", "+49 151 23456789", "0151 23456789"])
def test_a_number_ends_with_its_sentence(number: str) -> None:
    assert found(f"call {number}. 2 parcels are missing") == [number]


@pytest.mark.parametrize("after", ["3pm", "2nd floor", "24h"])
def test_a_time_behind_a_number_is_no_part_of_it(after: str) -> None:
    assert found(f"reach me: 0151 23456789 {after}") == ["0151 23456789"]
    assert found(f"call +49 151 23456789 {after}")[0].startswith("+49 151 23456789")


def test_a_number_is_found_however_many_digits_stand_before_it() -> None:
    assert found("12 34 56 78 9, " * 500 + "+49 151 23456789") == ["+49 151 23456789"]


def test_no_number_goes_on_in_the_next_line_unless_it_is_called_one() -> None:
    assert found("+49 151\n23456789") == found("900461\n900461") == []
    assert found("call 0151\n23456789") == ["0151\n23456789"]


def test_a_word_for_calling_vouches_for_bare_and_short_numbers() -> None:
    assert found("my number is 5551234567") == ["5551234567"]
    assert found("call 555-1234") == ["555-1234"]
    assert found("tlf. 55 51 23 45") == ["55 51 23 45"]


def test_an_extension_belongs_to_the_number() -> None:
    assert found("call 415-555-2671 x184 or 415-555-2672 ext. 7 please") == [
        "415-555-2671 x184",
        "415-555-2672 ext. 7",
    ]


def test_bare_digits_are_no_number_of_anywhere() -> None:
    assert found("32123456") == []


def test_a_reference_is_spent_on_the_first_number_after_it() -> None:
    assert found("my order FL-10432 is late: 07911 123456") == ["07911 123456"]
    assert found("where is my order. 07911 123456") == ["07911 123456"]
    assert found("order no. 4155552671") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("my order never came, 07700 900461", "07700 900461"),
        ("order still missing - 07700 900461", "07700 900461"),
        ("my account is locked (415) 555-0132", "(415) 555-0132"),
        ("Meine Bestellung ist nicht da, 0151 23456789", "0151 23456789"),
        ("Ma commande n'est pas arrivée, 06 12 34 56 78", "06 12 34 56 78"),
        ("Il mio ordine non arriva, 347 123 4567", "347 123 4567"),
    ],
)
def test_a_reference_that_is_only_spoken_of_claims_no_number(text: str, number: str) -> None:
    assert found(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "mi móvil es {612345678}",
        "il mio numero è {3471234567}",
        "ligue para {912345678}",
        "mój numer to {601234567}",
        "erreichbar unter {015123456789}",
        "мой номер {89123456789}",
        "मेरा नंबर {9876543210}",
        "私の番号は{09012345678}です",
    ],
)
def test_words_for_calling_are_known_in_many_languages(text: str) -> None:
    before, number, after = text.replace("}", "{").split("{")
    assert found(f"{before}{number}{after}") == [number]


def test_a_plus_begins_a_number_wherever_it_stands() -> None:
    assert found("tel+49 151 23456789") == ["+49 151 23456789"]


def test_a_placeholder_vouches_for_nobody() -> None:
    assert found("<PHONE> 42424155552671") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("電話は090-1234-5678です", "090-1234-5678"),
        ("电话13800138000", "13800138000"),
        ("전화번호는 010-1234-5678입니다", "010-1234-5678"),
        ("телефон 8 (912) 345-67-89", "8 (912) 345-67-89"),
        ("ورقمي ٠٥٠١٢٣٤٥٦٧", "٠٥٠١٢٣٤٥٦٧"),
    ],
)
def test_other_scripts_have_words_for_it_and_no_spaces_around_it(text: str, number: str) -> None:
    assert [text[start:end] for start, end in find_phones(text)] == [number]
