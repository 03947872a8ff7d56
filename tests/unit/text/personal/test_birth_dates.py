from __future__ import annotations

import pytest
from hypothesis import given

from tests.unit.text.strategies import HOSTILE, any_text
from workers.text.personal.birth_dates import find_birth_dates


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_birth_dates(text)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("I was born on 12/03/1985 in Leeds", "12/03/1985"),
        ("my date of birth is 12 March 1985.", "12 March 1985"),
        ("DOB: 1985-03-12", "1985-03-12"),
        ("d.o.b. 12.03.85, order 4711", "12.03.85"),
        ("my birthday is on the 12th of March 1985", "12th of March 1985"),
        ("Birth date March 12, 1985", "March 12, 1985"),
        ("12/03/1985 is my date of birth", "12/03/1985"),
        ("geboren am 12. März 1985", "12. März 1985"),
        ("Geburtsdatum: 12.3.1985", "12.3.1985"),
        ("née le 12 mars 1985", "12 mars 1985"),
        ("date de naissance : 12/03/1985", "12/03/1985"),
        ("nací el 12 de marzo de 1985", "12 de marzo de 1985"),
        ("nato il 12 marzo 1985", "12 marzo 1985"),
        ("geboortedatum 12-03-1985", "12-03-1985"),
        ("data de nascimento 12/03/1985", "12/03/1985"),
        ("urodzona 12.03.1985", "12.03.1985"),
        ("född 1985-03-12", "1985-03-12"),
        ("Дата рождения: 12.03.1985", "12.03.1985"),
        ("doğum tarihim 12.03.1985", "12.03.1985"),
        ("我的出生日期是1985年3月12日", "1985年3月12日"),
        ("تاريخ الميلاد ١٢/٠٣/١٩٨٥", "١٢/٠٣/١٩٨٥"),
    ],
)
def test_a_date_is_found_where_it_is_called_one_of_birth(text: str, date: str) -> None:
    assert found(text) == [date]


@pytest.mark.parametrize(
    "text",
    [
        "I ordered on 12/03/2024",
        "a birthday gift, ordered on 12 March 2024",
        "birthday party on 12/03/2024",
        "our baby was born, so I sent it back on 12.03.2024",
        "born in the USA, size 12",
        "Born to Run, 1975 vinyl",
        "ein neugeborenes Lamm 2024",
        "geb. 4711 und 12.03.2024-17",
    ],
)
def test_other_dates_stay(text: str) -> None:
    assert found(text) == []


@given(any_text)
def test_any_text_is_read(text: str) -> None:
    spans = list(find_birth_dates(text))
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read(text: str) -> None:
    list(find_birth_dates(text))
