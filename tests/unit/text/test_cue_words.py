"""A search begins only where a text has one of its cues, so each of its matches must have one."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workers.inference.entities.number_words import SPOKEN_NUMBER, counts_in_words
from workers.preprocessing import person_requests
from workers.text.cue_words import words_of
from workers.text.personal import name_cue_words, name_cues
from workers.text.several import BESIDE, BESIDE_CUES

PATTERNS_OF_NAMES = {
    "strong greeting": (name_cues.STRONG_GREETING, name_cue_words.GREETING),
    "weak greeting": (name_cues.WEAK_GREETING, name_cue_words.GREETING),
    "introduction": (name_cues.STRONG_INTRODUCTION, name_cue_words.INTRODUCTION),
    "strong closing": (name_cues.STRONG_CLOSING, name_cue_words.CLOSING),
    "weak closing": (name_cues.WEAK_CLOSING, name_cue_words.WEAK_CLOSING),
    "thanks": (name_cues.THANKS, name_cue_words.THANKS),
    "relative": (name_cues.RELATIVE, name_cue_words.RELATIVE),
    "holder": (name_cues.HOLDER, name_cue_words.HOLDER),
    "title": (name_cues.TITLE_OF_PERSON, name_cue_words.TITLE),
    "label": (name_cues.LABEL, name_cue_words.LABEL),
    "wrote": (name_cues.WROTE, name_cue_words.BESIDE_CONTACT),
}
REQUESTS = (person_requests.CONTACT, person_requests.REAL_PERSON, *person_requests.DEMANDS)
generated = settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@pytest.mark.parametrize("kind", PATTERNS_OF_NAMES)
@generated
@given(st.data())
def test_each_cue_beside_a_name_has_one_of_its_words(kind: str, data: st.DataObject) -> None:
    pattern, words = PATTERNS_OF_NAMES[kind]

    said = data.draw(st.from_regex(re.compile(pattern), fullmatch=True))

    assert words & words_of(said)
    assert words & words_of(said.upper())
    # As a Turkish keyboard writes capitals.
    assert words & words_of(said.upper().replace("I", "İ"))


@pytest.mark.parametrize("rule", REQUESTS)
@generated
@given(st.data())
def test_each_request_for_a_person_has_a_cue(rule: re.Pattern[str], data: st.DataObject) -> None:
    said = data.draw(st.from_regex(rule).map(str.lower).filter(rule.search))

    assert person_requests.CUES & words_of(said)


@generated
@given(st.from_regex(BESIDE))
def test_each_second_matter_has_a_cue(said: str) -> None:
    assert BESIDE_CUES & words_of(said)


@generated
@given(st.from_regex(re.compile(rf"(?<![\w-]){SPOKEN_NUMBER}"), fullmatch=True))
def test_each_number_in_words_counts_in_words(said: str) -> None:
    assert counts_in_words(said)


def test_words_are_in_lower_case_and_without_signs() -> None:
    assert words_of("Who's THERE? 2 <EMAIL>") == {"who", "s", "there", "2", "email"}
