from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ch import ssn as ahv
from stdnum.es import dni
from stdnum.it import codicefiscale
from stdnum.nl import bsn

from workers.text.personal.national_ids import find_national_ids


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_national_ids(text)]


@pytest.mark.parametrize(
    "number",
    [
        "536-22-1857",
        "JR 41 28 63 C",
        "2 90 08 75 112 314 07",
        "78235904-R",
        "X2482300W",
        "RSSMRA80A01H501U",
        "85.07.30-033.28",
        "811228-9874",
        "756.9217.0769.85",
        "131052-308T",
        "390.533.447-05",
        "ABCPE1234F",
        "11010519491231002X",
        "12.345.678-5",
        "20-05536168-2",
    ],
)
def test_a_distinctive_number_counts_wherever_it_stands(number: str) -> None:
    assert found(f"here it is: {number}, thanks") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "my ssn is {536221857}",
        "BSN {111222333}",
        "{501964843} é o meu NIF",
        "mój PESEL to {44051401359}",
        "Steuer-ID {36 574 261 809}",
        "aadhaar number {2341 2341 2346}",
        "SIN {246-454-284}",
        "tfn {123 456 782}",
        "NI number {JR412863C}",
        "passport number {X4729108}",
        "我的护照号是{E12345678}",
        "パスポート番号は{TK1234567}です",
        "여권번호 {M12345678}",
        "TCKN: {10000000146}",
        "Personalausweis {L01X00T47}",
        "ИНН {500100732259}",
        "СНИЛС {112-233-445 95}",
        "паспорт № {4509 123456}",
        "РНОКПП {1759013776}",
        "rodné číslo {7103192745}",
        "ת.ז. {123456782}",
        "เลขบัตรประชาชน {1-2345-45678-78-1}",
        "マイナンバーは{123456789018}です",
        "आधार {2341 2341 2346}",
        "ΑΜΚΑ {01013099997}",
        "NIK {3171011708450001}",
        "mi RUT es {12345678-5}",
    ],
)
def test_a_weak_number_counts_beside_a_word_for_it(text: str) -> None:
    before, number, after = text.replace("}", "{").split("{")
    assert found(f"{before}{number}{after}") == [number]
    assert found(f"we counted {number} beans") == []


@pytest.mark.parametrize(
    "text",
    [
        "order 536-22-1857",
        "000-12-3456",
        "666-12-3456",
        "078-05-1120",
        "78235904-T",
        "RSSMRA80A01H501Z",
        "BSN 900222334",
        "EAN 4006381333931",
        "ID 998877",
        "passport cover brown",
        "nie mam 111222333",
        "5-4-3-2-1",
        "110105194912310021",
        "the inn 500100732259",
    ],
)
def test_a_near_miss_is_no_national_number(text: str) -> None:
    assert found(text) == []


def test_no_space_stands_around_them_in_east_asian_letters() -> None:
    assert found("身份证号11010519491231002X,请核实") == ["11010519491231002X"]
    assert found("주민등록번호는900101-1234568입니다") == ["900101-1234568"]


@given(st.text("0123456789 .-/ABCXYZ+", max_size=60))
def test_what_is_found_passes_a_check(text: str) -> None:
    spans = list(find_national_ids(text))
    borders = [border for span in spans for border in span]
    assert borders == sorted(borders)


@given(st.integers(10_000_000, 99_999_999))
def test_one_letter_in_twenty_three_belongs_to_a_spanish_number(digits: int) -> None:
    letters = "ABCDEFGHJKLMNPQRSTVWXYZ"
    right = [letter for letter in letters if found(f"soy {digits}{letter}")]
    assert right == [letter for letter in letters if dni.is_valid(f"{digits}{letter}")]
    assert len(right) == 1


def test_the_lists_of_numbers_here_are_valid() -> None:
    assert ahv.is_valid("756.9217.0769.85")
    assert codicefiscale.is_valid("RSSMRA80A01H501U")
    assert bsn.is_valid("111222333")
