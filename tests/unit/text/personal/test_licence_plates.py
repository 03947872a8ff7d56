from __future__ import annotations

import pytest
from hypothesis import given

from tests.unit.text.strategies import HOSTILE, any_text
from workers.text.personal.licence_plates import find_licence_plates


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_licence_plates(text)]


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("my license plate is AB12 CDE", "AB12 CDE"),
        ("Kennzeichen: B-AB 1234", "B-AB 1234"),
        ("Kennzeichen M AB 123, bitte", "M AB 123"),
        ("number plate ab12cde", "ab12cde"),
        ("matrícula 1234 BCD", "1234 BCD"),
        ("targa AB 123 CD", "AB 123 CD"),
        ("kenteken 12-ABC-3", "12-ABC-3"),
        ("plaque d'immatriculation AB-123-CD", "AB-123-CD"),
        ("licence plate 7ABC123", "7ABC123"),
    ],
)
def test_a_plate_is_found_behind_a_word_for_it(text: str, plate: str) -> None:
    assert found(text) == [plate]


@pytest.mark.parametrize(
    "text",
    [
        "AB12 CDE",
        "2 cups, 3 plates, order 123456",
        "dinner plate 26cm",
        "number plate holder 2 pieces",
        "license plate frame 12x30",
        "Kennzeichen gesucht 2 Stück",
        "matrícula gratis",
        "a plate for 12 EUR",
        "licence plate 12345",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert found(text) == []


@given(text=any_text)
def test_spans_are_in_order_and_not_empty(text: str) -> None:
    spans = list(find_licence_plates(text))
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read(text: str) -> None:
    list(find_licence_plates(text))
