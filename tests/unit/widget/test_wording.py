from __future__ import annotations

import re

import pytest

from apps.widget.wording import LANGUAGES, direction_of, read_wording

SHIPPED = ["de", "en", "es", "fr", "it", "nl", "pt"]


def test_seven_languages_are_shipped() -> None:
    assert sorted(path.stem for path in LANGUAGES.glob("*.json")) == SHIPPED


@pytest.mark.parametrize("language", SHIPPED)
def test_each_language_says_everything_with_the_same_gaps_to_fill(language: str) -> None:
    english, wording = read_wording("en"), read_wording(language)
    assert wording.keys() == english.keys()
    for name, sentence in wording.items():
        assert sentence.strip() == sentence != ""
        assert re.findall(r"\{\w+\}", sentence) == re.findall(r"\{\w+\}", english[name])


@pytest.mark.parametrize("language", ["xx", "", "he", "../"])
def test_a_language_that_is_none_of_ours_is_answered_in_english(language: str) -> None:
    assert read_wording(language) == read_wording("en")


def test_a_page_runs_in_the_direction_of_its_language() -> None:
    assert (direction_of("de"), direction_of("ar")) == ("ltr", "rtl")
