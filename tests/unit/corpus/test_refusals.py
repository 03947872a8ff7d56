"""A broken file names its line and the repair, and repeats nobody's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.contracts.rows import LONGEST_MESSAGE
from workers.corpus.reading import read_corpus
from workers.corpus.records import CorpusError

ROWS = "text,intent\nhello,a\n"
LINE = '{"text": "hello", "intent": "a"}\n'
NLU = "nlu:\n- intent: a\n  examples: |\n    - hello\n"


@pytest.mark.parametrize(
    ("name", "content", "line", "said"),
    [
        ("r.csv", b"text,intent\nhello,a\n\xff\xfe,b\n", 3, "not UTF-8; save the file as UTF-8"),
        ("r.csv", "words,intent\nhello,a\n", 1, "must name a column `text`"),
        ("r.csv", "hello,a\n", 1, "put such a line above the rows"),
        ("r.csv", ROWS + ",b\n", 3, "the text is empty; write one or remove the row"),
        ("r.csv", ROWS + "\n secret ,  \n", 4, "the label is empty"),
        ("r.csv", ROWS + "secret\n", 3, "the label is empty"),
        ("r.csv", ROWS + "secret, words,b\n", 3, "put quotes around a text"),
        ("r.csv", ROWS + '"secret,b\nmore,c\n', 3, "close its quotes"),
        ("r.csv", ROWS + '"secret" words,b\n', 3, "close its quotes"),
        ("r.csv", ROWS + "x" * (LONGEST_MESSAGE + 1) + ",b\n", 3, f"cut it to {LONGEST_MESSAGE}"),
        ("r.csv", ROWS + "secret," + "x" * 101 + "\n", 3, "the label has 101 characters"),
        ("r.csv", ROWS + "a\0b,b\n", 3, "write it anew"),
        ("r.csv", ROWS + "x" * 140_000 + ",b\n", 3, "more than 131,072 characters; cut it"),
        ("r.yml", NLU + "  intent: b\n", 5, "`intent` stands twice in this item"),
        ("r.jsonl", LINE + '{"text": "secret"\n', 2, "not JSON"),
        ("r.jsonl", LINE + "[1]\n", 2, "must be an object"),
        ("r.jsonl", LINE + "[" * 100_000 + "\n", 2, "not JSON"),
        ("r.jsonl", LINE + '{"text": 1, "intent": "a"}\n', 2, "there is no `text`"),
        ("r.jsonl", LINE + '{"text": "secret"}\n', 2, "there is no label"),
        ("r.jsonl", LINE + '{"text": "\\ud83d", "intent": "a"}\n', 2, "write it anew"),
        (
            "r.jsonl",
            LINE + '{"text": "secret", "intent": "a", "entities": [{"start": 0, "end": 1}]}',
            2,
            "`entities` is wrong at `0.label`",
        ),
        (
            "r.jsonl",
            '{"text": "secret", "intent": "a", "entities": [{"start":0,"end":7,"label":"x"}]}',
            1,
            "0:7 of a text of 6 characters",
        ),
        ("r.jsonl", '{"text": "secret", "intent": "a", "entities": "x"}', 1, "is no list"),
        ("r.json", '[\n{"text": "secret", "intent": "a"}]', 1, "one list; write one object a line"),
        ("n.yml", NLU + '    - [Rome]{"entity": "city"\n', 5, "an annotation is broken"),
        ("n.yml", NLU + "    - [Rome](city\n", 5, "an annotation is broken"),
        ("n.yml", NLU + "    - [Rome]()\n", 5, "an annotation is broken"),
        ("n.yml", NLU + "    - [Rome]{entity: city}\n", 5, "hold no JSON"),
        ("n.yml", NLU + '    - [Rome]{"role": "to"}\n', 5, "the `label` of an annotation"),
        ("n.yml", NLU + '    - [Rome][{"entity": "city"}\n', 5, "an annotation is broken"),
        ("n.yml", NLU + '    - [Rome][{"role": "to"}]\n', 5, "the `label` of an annotation"),
        ("n.yml", NLU + "    - [](city)\n", 5, "marks no text"),
        ("n.yml", NLU + "    hello\n", 5, "does not begin with “- ”"),
        ("n.yml", NLU + "    -\n", 5, "the text is empty"),
        ("n.yml", NLU + "  - b: [\n", 5, "not YAML"),
        ("n.yml", NLU + '- intent: "b\n', 5, "not YAML"),
        ("n.yml", NLU + "- intent: b\n\texamples: x\n", 6, "not YAML"),
        ("n.yml", NLU + "    - bell \x07\n", 5, "control character"),
        ("n.yml", NLU + "- intent: b\n", 5, "nothing below `examples: |`"),
        ("n.yml", NLU + "- intent: b\n  examples: |\n", 5, "nothing below `examples: |`"),
        ("n.yml", NLU + "- intent: [b]\n  examples: |\n    - x\n", 5, "name of the intent"),
        ("n.yml", NLU + "- intent:\n  examples: |\n    - x\n", 7, "the label is empty"),
        ("n.yml", NLU + "- intent: b\n  examples: {a: b}\n", 6, "write `examples: |`"),
        ("n.yml", NLU + "- intent: b\n  examples:\n  - metadata: x\n", 7, "has no text"),
        ("n.yml", NLU + "- story: b\n", 5, "none of intent, synonym, regex, lookup"),
        ("n.yml", NLU + "- b\n", 5, "the item has no key"),
        ("n.yml", NLU + "- " + "[" * 100_000, 5, "more than 50 levels"),
        ("n.yml", "version: x\nnlu: b\n", 2, "a list must follow `nlu:`"),
        ("n.yml", NLU + "- regex: b\n  examples: |\n    - a\n    - (b\n", 8, "missing )"),
        ("n.yml", NLU + "- regex: b\n  examples: |\n    - a(?=b)\n", 7, "without look-around"),
        ("n.yml", NLU + "- lookup: b\n  examples: none.txt\n", 6, "does not exist"),
        ("n.yml", NLU + f"- lookup: b\n  examples: |\n    - {'x' * 201}\n", 7, "cut it to 200"),
    ],
)
def test_a_broken_file_names_its_line_and_the_repair(
    tmp_path: Path, name: str, content: str | bytes, line: int, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(CorpusError) as refusal:
        read_corpus(path)
    assert str(refusal.value).startswith(f"{path}, line {line}: ")
    assert said in str(refusal.value)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rows.txt", "hello", "no ending that says what it is: name it .csv, .tsv"),
        ("rows.jsonl", "\n", "holds no examples"),
        ("rows.csv", "text,intent\n", "holds no examples"),
        ("domain.yml", "intents: [a]\n", "holds no examples"),
        ("empty.yml", "", "holds no examples"),
    ],
)
def test_a_file_of_nothing_is_refused(tmp_path: Path, name: str, content: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(CorpusError, match=said):
        read_corpus(path)


@pytest.mark.parametrize("name", ["nowhere.csv", "nowhere", "."])
def test_what_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match=str(tmp_path)):
        read_corpus(tmp_path / name)


def test_a_pattern_that_takes_for_ever_elsewhere_is_harmless(tmp_path: Path) -> None:
    path = tmp_path / "n.yml"
    path.write_text("nlu:\n- regex: b\n  examples: |\n    - (a+)+$\n")
    assert len(read_corpus(path).patterns) == 1
