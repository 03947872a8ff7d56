"""What administrators teach: their patterns, their names, and how people misspell these."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.text.strategies import any_text
from workers.text.normalization import normalize
from workers.text.patterns import (
    LONGEST_PATTERN,
    MOST_PATTERNS,
    Lexicon,
    PatternRefused,
    Taught,
    compile_pattern,
)
from workers.text.redaction import redact

KITCHEN = Lexicon(
    Taught(
        patterns=(("order_number", r"\bTK/(?P<value>\d{3})\b"), ("shelf", r"[a-f]\d{2}\b")),
        values=(
            ("product", "Heron kettle"),
            ("product", "Juniper hand grinder"),
            ("product", "Aurora 500"),
            ("product", "Kestrel"),
        ),
        synonyms=(("Juniper hand grinder", "the little one"), ("Shelf A1", "A01")),
    )
)


def found(text: str, lexicon: Lexicon = KITCHEN) -> list[tuple[str, str, str | None]]:
    return [
        (entity.label, text[entity.start : entity.end], entity.value)
        for entity in lexicon.find_in_stored(text)
    ]


def taught_pattern(pattern: str, label: str = "order_number") -> Lexicon:
    return Lexicon(Taught(patterns=((label, pattern),)))


def test_the_group_value_is_the_entity_and_numbers_are_written_in_capitals() -> None:
    assert found("see tk/123, please") == [("order_number", "123", "123")]
    assert found("ab-7", taught_pattern(r"AB-\d")) == [("order_number", "ab-7", "AB-7")]


def test_a_synonym_says_what_a_match_means() -> None:
    assert found("on a01 and B02") == [("shelf", "a01", "Shelf A1"), ("shelf", "B02", "B02")]


@pytest.mark.parametrize(
    "written",
    [
        "Heron kettle",
        "HERON  KETTLE",
        "heron-kettle",
        "Héron ketle",
        "heron kettles",
        "heronkettle",
    ],
)
def test_a_name_is_found_as_people_write_it(written: str) -> None:
    assert found(f"my {written} leaks") == [("product", written, "Heron kettle")]


@pytest.mark.parametrize("written", ["Kestral", "kestrl", "ketsrel", "Kestrels", "kestreel"])
def test_one_typo_in_a_name_is_forgiven(written: str) -> None:
    assert found(f"is the {written} in stock?") == [("product", written, "Kestrel")]


def test_a_synonym_of_a_name_is_a_name() -> None:
    assert found("The little one, please") == [
        ("product", "The little one", "Juniper hand grinder")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Aurora 600",  # another product
        "Castrel",  # another first letter
        "kstrl",  # two typos
        "a heron is a bird, and the kettle is old",
        "I want to settle this; the petals, the kettles, the metal",
    ],
)
def test_what_is_near_a_name_and_means_something_else_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_an_everyday_word_is_no_typo_of_a_name() -> None:
    lexicon = Lexicon(Taught(values=(("product", "Ordera"), ("product", "Retorn"))))
    assert found("my order, my return", lexicon) == []
    assert found("an Ordera", lexicon) == [("product", "Ordera", "Ordera")]


def test_nothing_is_found_in_a_placeholder() -> None:
    assert Lexicon(Taught(values=(("channel", "email"),))).find("write to <EMAIL>") == ()


@pytest.mark.parametrize(
    ("pattern", "repair"),
    [
        ("(FL-", "mend it"),
        (r"(?<=FL-)\d+", "without look-around"),
        (r"(\d)\1", "without look-around and back-references"),
        (r"\w{1,900}", "lower the numbers in braces"),
        (r"\d*", "at least one character"),
        ("x" * (LONGEST_PATTERN + 1), "cut it"),
        ("\ud800", "half of a character"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_its_repair(
    pattern: str, repair: str
) -> None:
    with pytest.raises(PatternRefused, match=repair):
        compile_pattern(pattern)
    lexicon = taught_pattern(pattern)
    assert lexicon.find("FL-1") == ()
    assert len(lexicon.refused) == 1


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|aa)+b", r"(.*)(.*)(.*)x", r"a(.*b)?"])
def test_what_backtracks_for_ever_elsewhere_takes_linear_time(pattern: str) -> None:
    assert len(taught_pattern(pattern).find("a" * 8000)) <= 50


def test_a_company_has_a_bounded_number_of_patterns() -> None:
    many = tuple(("order_number", f"Q{n:03}") for n in range(MOST_PATTERNS + 1))
    assert found("Q000", Lexicon(Taught(patterns=many))) == [("order_number", "Q000", "Q000")]
    assert found(f"Q{MOST_PATTERNS:03}", Lexicon(Taught(patterns=many))) == []


def redacted(text: str, lexicon: Lexicon) -> tuple[str, list[tuple[str, str]]]:
    aligned, entities = redact(normalize(text), find_known_entities=lexicon.find)
    return aligned.text, [(each.label, text[each.start : each.end]) for each in entities]


def test_a_pattern_comes_before_phone_numbers() -> None:
    text = "TK 415-555-2671, call me: 415-555-2672"
    assert redacted(text, taught_pattern(r"TK [\d-]{12}")) == (
        "TK 415-555-2671, call me: <PHONE>",
        [("order_number", "TK 415-555-2671"), ("phone", "415-555-2672")],
    )


def test_a_pattern_comes_before_cards_and_not_before_addresses() -> None:
    assert redacted("4242424242424242", taught_pattern(r"\d{16}"))[0] == "4242424242424242"
    assert redacted("bob@example.com", taught_pattern(r"\w+@\w+"))[0] == "<EMAIL>"


def test_a_sloppy_pattern_uncovers_no_phone_number() -> None:
    assert redacted("call +49 151 10432 889", taught_pattern(r"\b\d{5}\b")) == (
        "call <PHONE>",
        [("phone", "+49 151 10432 889")],
    )


@given(any_text)
def test_entities_slice_the_stored_text_without_overlap(text: str) -> None:
    entities = KITCHEN.find_in_stored(text)
    borders = [border for entity in entities for border in (entity.start, entity.end)]
    assert borders == sorted(borders)
    assert all(0 <= entity.start < entity.end <= len(text) for entity in entities)


@given(any_text, st.sampled_from([r"\d+", r"[A-Z]{2}-\d", r"\S+", r"(?s).{1,9}"]))
def test_whatever_a_pattern_finds_redaction_stays_whole(text: str, pattern: str) -> None:
    aligned, entities = redact(normalize(text), find_known_entities=taught_pattern(pattern).find)
    borders = [border for entity in entities for border in (entity.start, entity.end)]
    assert borders == sorted(borders)
    assert aligned.segments == () or aligned.segments[-1].clean_end == len(aligned.text)
