"""Files as people have them, and what is read from them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workers.corpus.reading import FORMATS, read_corpus
from workers.corpus.records import (
    Annotation,
    Corpus,
    CorpusError,
    CorpusExample,
    EntityPattern,
    LookupValue,
    Synonym,
)

GREETING = CorpusExample("good morning", "greet")
PARCEL = CorpusExample('my "red", parcel', "track")


def read(folder: Path, name: str, content: str | bytes) -> Corpus:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_corpus(path)


@pytest.mark.parametrize(
    "content",
    [
        'text,intent\ngood morning,greet\n"my ""red"", parcel",track\n',
        'Category,Text\r\ngreet,good morning\r\ntrack,"my ""red"", parcel"\r\n',
        'id;text;label\n1;good morning;greet\n\n2;"my ""red"", parcel";track\n',
        'text\tintent\textra\ngood morning\tgreet\nmy "red", parcel\ttrack\t\n',
        '\ufeff"text"|"category"\n"good morning"|greet\n"my ""red"", parcel"|"track"\n',
    ],
)
def test_a_table_is_read_with_its_own_delimiter_quotes_and_order(
    tmp_path: Path, content: str
) -> None:
    assert read(tmp_path, "rows.csv", content).examples == (GREETING, PARCEL)


def test_a_row_is_placed_where_it_begins(tmp_path: Path) -> None:
    content = 'text,intent\n"two\nlines",a\n\nlast,b\n'
    places = [row.place and row.place.line for row in read(tmp_path, "r.csv", content).examples]
    assert places == [2, 5]


def test_json_lines_say_entities_too(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        "rows.jsonl",
        '{"text": "a mug for Ana", "intent": "buy", "entities": ['
        '{"start": 2, "end": 5, "label": "product"},'
        '{"start": 10, "end": 13, "entity": "name", "value": 7, "role": "to", "other": 1}]}\n'
        "\n"
        '{"text": "hi", "label": 3, "intent2": null}\n',
    )
    assert corpus.examples == (
        CorpusExample(
            "a mug for Ana",
            "buy",
            (
                Annotation(start=2, end=5, label="product"),
                Annotation(start=10, end=13, label="name", value="7", role="to"),
            ),
        ),
        CorpusExample("hi", "3"),
    )


NLU = """\
# what an assistant has learnt
version: "3.1"
nlu:
- intent: greet
  metadata: {sentiment: neutral}
  examples: |

    - hey
    # a comment
    -   hello: there # no comment
    - - dash
- intent: faq/ask_hours
  examples:
  - text: |
      when do you open
    metadata:
      sentiment: neutral
  - "on [sunday](day)?"
- intent: book
  examples: |
    - [LA]{"entity": "city", "role": "of", "group": 1, "value": "Los Angeles"} [NYC](city:New York)
    - see [Rome] or [Oslo][{"entity": "city", "role": "to"}, {"entity": "port", "value": "OSL"}]
- synonym: New York
  examples: |
    - NYC
- regex: order_number
  examples: |
    - ORD-\\d{6}
    - "#\\d+
- lookup: product
  examples: |
    - kettle
responses:
  utter_greet:
  - text: Hello!
---
nlu:
- intent: oos
  examples: "- tell me a joke"
"""


def test_nlu_yml_is_read_whole(tmp_path: Path) -> None:
    corpus = read(tmp_path, "nlu.yml", NLU)
    assert corpus == Corpus(
        examples=(
            CorpusExample("hey", "greet"),
            CorpusExample("hello: there # no comment", "greet"),
            CorpusExample("- dash", "greet"),
            CorpusExample("when do you open", "faq/ask_hours"),
            CorpusExample(
                "on sunday?", "faq/ask_hours", (Annotation(start=3, end=9, label="day"),)
            ),
            CorpusExample(
                "LA NYC",
                "book",
                (
                    Annotation(
                        start=0, end=2, label="city", value="Los Angeles", role="of", group="1"
                    ),
                    Annotation(start=3, end=6, label="city", value="New York"),
                ),
            ),
            CorpusExample(
                "see [Rome] or Oslo",
                "book",
                (
                    Annotation(start=14, end=18, label="city", role="to"),
                    Annotation(start=14, end=18, label="port", value="OSL"),
                ),
            ),
            CorpusExample("tell me a joke", "out_of_scope"),
        ),
        patterns=(
            EntityPattern("order_number", "ORD-\\d{6}"),
            EntityPattern("order_number", '"#\\d+'),
        ),
        lookups=(LookupValue("product", "kettle"),),
        synonyms=(Synonym("New York", "NYC"),),
    )


def test_the_lines_of_nlu_yml_are_those_of_the_file(tmp_path: Path) -> None:
    lines = NLU.splitlines()
    for example in read(tmp_path, "nlu.yml", NLU).examples:
        assert example.place
        # Marks stand between the words, never inside of one.
        assert example.text.split()[-1].strip("?") in lines[example.place.line - 1]


@pytest.mark.parametrize("table", ["examples: cities.txt", "examples: |\n    - cities.txt"])
def test_a_lookup_table_may_be_in_a_file_beside(tmp_path: Path, table: str) -> None:
    (tmp_path / "cities.txt").write_text("Rome\n\n New York \r\n")
    corpus = read(tmp_path, "nlu.yml", f"nlu:\n- lookup: city\n  {table}\n")
    assert corpus.lookups == (LookupValue("city", "Rome"), LookupValue("city", "New York"))


def test_a_folder_is_one_corpus_and_other_files_of_an_assistant_say_nothing(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data" / "more"
    folder.mkdir(parents=True)
    read(tmp_path / "data", "nlu.yml", "nlu:\n- intent: a\n  examples: |\n    - one\n")
    read(folder, "nlu.yaml", "nlu:\n- intent: b\n  examples: |\n    - two\n")
    (tmp_path / "data" / "domain.yml").write_text("intents: [a, b]\nslots: !!python/name:x {}\n")
    (tmp_path / "data" / "empty.yml").write_text("nlu:\n")
    corpus = read_corpus(tmp_path / "data")
    assert {(row.text, row.label) for row in corpus.examples} == {("one", "a"), ("two", "b")}


@pytest.mark.parametrize("label", ["oos", "OOS", "out_of_scope"])
def test_what_is_out_of_scope_has_one_name(tmp_path: Path, label: str) -> None:
    corpus = read(tmp_path, "rows.csv", f"text,intent\nhello,{label}\n")
    assert corpus.examples == (CorpusExample("hello", "out_of_scope"),)


def test_each_text_teaches_a_label_once_and_is_judged_as_often_as_it_stands(
    tmp_path: Path,
) -> None:
    corpus = read(tmp_path, "rows.csv", "text,intent\nhi,a\nhi,a\nhi,b\nyes,a\n")
    assert len(corpus.examples) == 4
    assert len(corpus.distinct_examples()) == 3
    ((earlier, later),) = corpus.contradictions()
    assert (earlier.label, later.label) == ("a", "b")
    assert later.place
    assert later.place.line == 4


def test_a_real_set_is_read_whole(shared_data: Path) -> None:
    corpus = read_corpus(shared_data / "banking77" / "train.csv")
    assert len(corpus.examples) == 10_003
    assert len({example.label for example in corpus.examples}) == 77


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(FORMATS)),
    st.binary()
    | st.text("ab,;\"|[](){}:-\n\t '#&*!%@\\é\x07\ud800", max_size=60).map(
        lambda text: text.encode(errors="replace")
    )
    | st.text('ab[](){}":-\n ', max_size=40).map(
        lambda text: b"nlu:\n- intent: a\n  examples: |\n    - " + text.encode()
    ),
)
def test_any_file_is_read_or_refused_in_a_sentence(
    tmp_path: Path, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(content)
    refusal = refuse(path)
    assert refusal is None or refusal.startswith(str(path))
    assert "\n" not in (refusal or "")


def refuse(path: Path) -> str | None:
    try:
        read_corpus(path)
    except CorpusError as refusal:
        return str(refusal)
    return None
