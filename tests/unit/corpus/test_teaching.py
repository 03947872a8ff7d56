"""What files of training data teach of entities."""

from __future__ import annotations

from pathlib import Path

from workers.corpus.nlu_reading import read_nlu
from workers.corpus.teaching import teach_entities
from workers.text.patterns import Lexicon

NLU = """nlu:
- intent: fly
  examples: |
    - fly to [Berlin](city) [tomorrow](when) with [two](count:2) bags
    - from [San Francisco]{"entity": "city", "role": "departure", "value": "SF"}
    - I am [Alice](name), or [Alys](first_name), of [Initech](company_name)
- lookup: city
  examples: |
    - Oslo
- synonym: SF
  examples: |
    - san fran
"""


def found(text: str) -> list[tuple[str, str | None]]:
    lexicon = Lexicon(teach_entities(read_nlu(Path("nlu.yml"), NLU)))
    return [(entity.label, entity.value) for entity in lexicon.find(text)]


def test_names_that_examples_mark_are_known_like_those_of_tables() -> None:
    assert found("berlin, Oslo, San Francisco or san fran") == [
        ("city", "Berlin"),
        ("city", "Oslo"),
        ("city", "SF"),
        ("city", "SF"),
    ]
    assert found("Initech") == [("company_name", "Initech")]


def test_what_is_marked_means_what_a_synonym_says() -> None:
    marked = NLU.replace("[Berlin](city)", "[San Fran](city)")
    lexicon = Lexicon(teach_entities(read_nlu(Path("nlu.yml"), marked)))
    assert [entity.value for entity in lexicon.find("san fran")] == ["SF"]


def test_a_label_is_judged_by_its_words_and_not_by_their_letters() -> None:
    marked = NLU.replace("(company_name)", "(candidate)").replace("(city)", "(arrival_date)")
    lexicon = Lexicon(teach_entities(read_nlu(Path("nlu.yml"), marked)))
    assert [entity.label for entity in lexicon.find("Initech, Berlin")] == ["candidate"]


def test_days_numbers_and_persons_are_no_names() -> None:
    assert found("tomorrow two of Alice and Alys, 2") == []
