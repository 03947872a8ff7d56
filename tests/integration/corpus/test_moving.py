"""Training data into the workspace and out of it, from a shell."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from apps.learning.actions import save_intent
from apps.learning.models import EntityPattern, Example, Intent, LookupValue, Synonym
from config.services.postgres import EmbeddedPostgres
from workers.commands import run_command
from workers.commands.arguments import read_arguments
from workers.contracts.rows import LONGEST_EXAMPLE
from workers.corpus.reading import read_corpus
from workers.corpus.records import Corpus, CorpusError
from workers.db.engine import engine
from workers.db.taught_entities import read_taught
from workers.errors import SetupError
from workers.text.patterns import Lexicon

pytestmark = pytest.mark.django_db(transaction=True)

NLU = """\
version: "3.1"
nlu:
- intent: book_flight
  examples: |
    - a flight to [NYC](city:New York)
    - from [Rome]{"entity": "city", "role": "from"} to [Oslo]{"entity": "city", "role": "to"}
- intent: faq/ask_hours
  examples: |
    - when are you open?
    - "open" on sundays # or not
- intent: out_of_scope
  examples:
  - text: tell me a joke
    metadata: {sentiment: neutral}
- synonym: New York
  examples: |
    - NYC
    - the big apple
- regex: order_number
  examples: |
    - ORD-\\d{6}
- lookup: product
  examples: |
    - Pour-over kettle
"""


@pytest.fixture
def nlu(tmp_path: Path) -> Path:
    path = tmp_path / "nlu.yml"
    path.write_text(NLU)
    return path


def run(*arguments: str | Path) -> None:
    run_command(read_arguments([str(argument) for argument in arguments]))


def export(folder: Path) -> Corpus:
    run("export-nlu", "--out", folder / "out.yml")
    return read_corpus(folder / "out.yml")


def rows_of(corpus: Corpus) -> list[Counter[object]]:
    return [
        Counter[object](rows)
        for rows in (corpus.examples, corpus.patterns, corpus.lookups, corpus.synonyms)
    ]


def test_what_was_imported_is_exported_again(nlu: Path, tmp_path: Path) -> None:
    run("import-nlu", nlu)
    assert rows_of(export(tmp_path)) == rows_of(read_corpus(nlu))
    assert Intent.objects.get(slug="faq/ask_hours").title == "Faq/ask hours"
    assert set(Example.objects.values_list("source", flat=True)) == {"import"}


def test_names_that_examples_mark_are_known_to_the_pools(nlu: Path) -> None:
    run("import-nlu", nlu)
    with engine().connect() as reading:
        found = Lexicon(read_taught(reading)).find("oslo, the big apple, a pour-over kettle")
    assert [(entity.label, entity.value) for entity in found] == [
        ("city", "Oslo"),
        ("city", "New York"),
        ("product", "Pour-over kettle"),
    ]


def test_a_second_import_adds_nothing(nlu: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import-nlu", nlu)
    ids = set(Example.objects.values_list("id", flat=True))
    assert capsys.readouterr().out == (
        "Added: intents 3, examples 5, patterns 1, lookup values 1, synonyms 2.\n"
    )
    run("import-nlu", nlu)
    assert capsys.readouterr().out == (
        "Added: intents 0, examples 0, patterns 0, lookup values 0, synonyms 0.\n"
    )
    assert set(Example.objects.values_list("id", flat=True)) == ids


def test_examples_are_redacted_and_annotations_move_with_their_words(tmp_path: Path) -> None:
    path = tmp_path / "nlu.yml"
    path.write_text(
        "nlu:\n- intent: a\n  examples: |\n"
        "    - write to jo@mail.example  about [the kettle](product)\n"
        "    - my address is [jo@mail.example](email)\n"
    )
    run("import-nlu", path)
    first, second = Example.objects.order_by("-text")
    assert first.text == "write to <EMAIL> about the kettle"
    (entity,) = first.entities
    assert first.text[entity["start"] : entity["end"]] == "the kettle"
    assert (second.text, second.entities) == ("my address is <EMAIL>", [])


def test_new_annotations_reach_an_example_that_was_there(tmp_path: Path) -> None:
    intent = Intent(slug="a", title="A")
    save_intent(intent, ["a kettle", "a mug"])
    path = tmp_path / "nlu.yml"
    path.write_text("nlu:\n- intent: a\n  examples: |\n    - a [kettle](product)\n")
    run("import-nlu", path)
    example = Example.objects.get(text="a kettle")
    assert example.entities == [{"start": 2, "end": 8, "label": "product"}]
    assert example.source == "agent"
    path.write_text("nlu:\n- intent: a\n  examples: |\n    - a kettle\n")
    run("import-nlu", path)
    example.refresh_from_db()
    assert example.entities


def test_a_text_that_teaches_another_intent_here_stays_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_intent(Intent(slug="put_right", title="Put right"), ["where is it", "has it left"])
    path = tmp_path / "rows.csv"
    path.write_text("text,intent\nwhere is it,wrong\nnew one,wrong\nnew one,worse\n")
    run("import-nlu", path)
    said = capsys.readouterr().out
    assert "Examples that teach another intent here, and still do: 1." in said
    assert "Examples under two intents, of which the first counts: 1." in said
    taught = set(Example.objects.values_list("text", "intent__slug"))
    assert taught == {
        ("where is it", "put_right"),
        ("has it left", "put_right"),
        ("new one", "wrong"),
    }


def test_a_synonym_takes_its_new_meaning(tmp_path: Path) -> None:
    path = tmp_path / "nlu.yml"
    for value in ("New York", "New York City"):
        path.write_text(f"nlu:\n- synonym: {value}\n  examples: |\n    - NYC\n    - NYC\n")
        run("import-nlu", path)
    assert Synonym.objects.get().value == "New York City"


def test_an_import_that_is_refused_changes_nothing(nlu: Path) -> None:
    nlu.write_text(NLU + f"- intent: long\n  examples: |\n    - {'x' * (LONGEST_EXAMPLE + 1)}\n")
    with pytest.raises(CorpusError, match=f"line 27: .* cut it to {LONGEST_EXAMPLE}"):
        run("import-nlu", nlu)
    assert not Intent.objects.exists()
    assert not EntityPattern.objects.exists()
    assert not LookupValue.objects.exists()


def test_what_the_format_has_no_words_for_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_intent(Intent(slug="a", title="A"), ["see [here](there)", "plain"])
    assert [row.text for row in export(tmp_path).examples] == ["plain"]
    assert capsys.readouterr().err.endswith("left out so far: 1.\n")


def test_without_a_file_the_export_is_printed(
    nlu: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import-nlu", nlu)
    capsys.readouterr()
    run("export-nlu")
    assert capsys.readouterr().out.startswith('version: "3.1"\n\nnlu:\n- intent: book_flight\n')


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "out.yml"):
        with pytest.raises(SetupError, match=f"^{path} cannot be written .*: name another file"):
            run("export-nlu", "--out", path)


def test_a_broken_file_ends_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("text,intent\nhello,\n")
    command = [sys.executable, "-m", "workers", "import-nlu", str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert ended.returncode == 1
    assert ended.stderr == f"{path}, line 2: the label is empty; write one or remove the row.\n"


def test_a_database_without_tables_is_told_how_to_get_them(
    postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres.url)
    with pytest.raises(SetupError, match=r"run `python manage.py migrate` first"):
        run("export-nlu")


def test_processes_of_the_release_before_can_still_add_examples() -> None:
    intent = Intent.objects.create(slug="a", title="A")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO learning_example (id, intent_id, text, source)"
            " VALUES (gen_random_uuid(), %s, 'hello', 'agent')",
            [intent.id],
        )
    assert Example.objects.get().entities == []
