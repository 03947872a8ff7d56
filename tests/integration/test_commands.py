"""Models from a shell, by somebody who never opens the desk: no database and no broker."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.at_hand import run_here

ROWS = """\
text,intent
I want my money back,refund
please refund me,refund
can I get a refund for order FL-10432,refund
return my payment to me,refund
where is my parcel,delivery
my package has not arrived,delivery
when will it be delivered,delivery
track my order,delivery
tell me a joke,oos
what is the weather like,oos
sing me a song,oos
who won the match,oos
"""
NLU = """\
version: "3.1"
nlu:
- intent: refund
  examples: |
    - I want my money back
    - please refund me
    - give back what the [Heron kettle](product) cost
- intent: delivery
  examples: |
    - where is my parcel
    - when will [the kettle](product) be delivered
    - track it, the number is PX-4432
- synonym: Heron kettle
  examples: |
    - the kettle
- regex: parcel_number
  examples: |
    - PX-\\d{4}
- lookup: product
  examples: |
    - Heron kettle
    - Otter grinder
"""
MOODS = """\
text,label
this is terrible,negative
I am very angry,negative
where is my parcel,neutral
I ordered a lamp,neutral
thank you so much,positive
I love it,positive
"""
TEXTS = [
    "Hi, I am jo@mail.example 😀 and want  €12.50 back",
    "  where's\u200b FL-10432?  ",
    "Zahlt mir 20 EUR zurück bis 5. März 2027!",
]
KEYS = {
    *("n", "accuracy", "macro_f1", "in_scope_accuracy", "out_of_scope_recall"),
    *("out_of_scope_precision", "ece", "coverage_curve", "confusions", "per_intent"),
}


class Shell:
    """A folder with files, and `python -m workers` started in it, or run within this process."""

    def __init__(self, folder: Path, encoder_dir: Path) -> None:
        self.folder = folder
        for name, content in (("rows.csv", ROWS), ("nlu.yml", NLU), ("moods.csv", MOODS)):
            (folder / name).write_text(content)
        root = Path(__file__).resolve().parents[2]
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "ENCODER_DIR": str(encoder_dir),
            "VAR_DIR": str(folder / "var"),
            "PYTHONPATH": str(root),
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "workers", *arguments],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, typed: str = "") -> str:
        """What it says, if all goes well."""
        with self.start(*arguments) as process:
            said, complained = process.communicate(typed)
        assert process.returncode == 0, complained
        return said

    def run_here(self, *arguments: str) -> str:
        """What it says, if all goes well; without a process, which takes seconds to import."""
        ended = run_here(*arguments, folder=self.folder, environment=self._environment)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def complain(self, *arguments: str) -> str:
        """The one line that says why it does not go well."""
        ended = run_here(*arguments, folder=self.folder, environment=self._environment)
        assert ended.returncode == 1
        assert ended.stdout == ""
        (line,) = ended.stderr.splitlines()
        return line

    def train(self, source: str, out: str) -> str:
        return self.run("train", *self.training(source, out))

    def training(self, source: str, out: str) -> list[str]:
        return ["--intents", source, "--sentiment", "moods.csv", "--out", out, "--seed", "7"]

    def files(self, model: str) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.folder / model).iterdir()}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, encoder_dir: Path) -> Shell:
    """With a model that was trained on a table; its words are in `said`."""
    shell = Shell(tmp_path_factory.mktemp("shell"), encoder_dir)
    (shell.folder / "said").write_text(shell.train("rows.csv", "model"))
    return shell


def test_training_says_how_far_it_is_and_what_it_learnt(trained: Shell) -> None:
    said = (trained.folder / "said").read_text()
    assert "intent: read 12 of 12 examples" in said
    assert "12 examples, 3 labels; of examples that it did not know" in said
    assert "macro F1" in said
    assert "calibration error" in said
    version = said.splitlines()[-1].split()[1]
    assert said.splitlines()[-1].startswith(f"Model {version} is in model, after ")
    manifest = json.loads((trained.folder / "model" / "manifest.json").read_text())
    assert manifest["labels"]["intent"] == ["delivery", "out_of_scope", "refund"]
    assert manifest["reports"]["intent"]["examples"] == 12
    assert manifest["seed"] == 7


def test_the_same_seed_and_rows_give_the_same_model_bit_for_bit(trained: Shell) -> None:
    said = trained.train("rows.csv", "again")
    assert said.split()[-7] == (trained.folder / "said").read_text().split()[-7]
    first, second = trained.files("model"), trained.files("again")
    assert first.pop("manifest.json")
    assert second.pop("manifest.json")
    assert first == second


def test_an_evaluation_has_every_figure_as_json_and_as_a_page(trained: Shell) -> None:
    judged = ["evaluate", "--model", "model", "--intents", "rows.csv"]
    found = json.loads(trained.run_here(*judged, "--json", "--report", "report"))
    assert set(found) >= KEYS
    assert (found["n"], found["in_scope_accuracy"]) == (12, 1.0)
    assert set(found["per_intent"]) == {"delivery", "out_of_scope", "refund"}
    assert (trained.folder / "report" / "index.html").stat().st_size > 1_000


def test_what_is_predicted_slices_the_text_as_it_was_given(trained: Shell) -> None:
    said = trained.run("predict", "--model", "model", "--json", typed="\n".join(TEXTS))
    answers: list[dict[str, Any]] = [json.loads(line) for line in said.splitlines()]
    assert [answer["text"] for answer in answers] == TEXTS
    for answer in answers:
        for entity in answer["entities"]:
            assert answer["text"][entity["start"] : entity["end"]] == entity["text"]
        assert answer["model_version"]
        assert answer["sentiment"]["label"] in {"negative", "neutral", "positive"}
    assert [entity["text"] for entity in answers[0]["entities"]] == ["jo@mail.example", "€12.50"]
    assert answers[0]["intents"][0]["label"] == "refund"
    assert "jo@mail.example" not in answers[0]["clean_text"]
    assert [answer["language"]["label"] for answer in answers[::2]] == ["en", "de"]


def test_an_assistants_file_teaches_intents_and_entities(trained: Shell) -> None:
    trained.run_here("train", *trained.training("nlu.yml", "assistant"))
    asked = "please refund me the kettle, PX-9981"
    answer = json.loads(trained.run_here("predict", "--model", "assistant", "--json", asked))
    assert answer["intents"][0]["label"] == "refund"
    found = {entity["label"]: (entity["text"], entity["value"]) for entity in answer["entities"]}
    assert found["parcel_number"] == ("PX-9981", "PX-9981")
    assert found["product"] == ("the kettle", "Heron kettle")


def test_a_killed_training_leaves_the_old_model_in_place(trained: Shell) -> None:
    before = trained.files("model")
    with trained.start("train", *trained.training("nlu.yml", "model")) as process:
        assert process.stdout
        # Both heads are yet to be learnt, so nothing of it can be written.
        assert any("intent: learning" in line for line in process.stdout)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert trained.files("model") == before


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("text,intent\nhello,\n", "rows.csv, line 2: the label is empty"),
        ("text,intent\nhello,a\nhi,a\n", "nothing to tell apart: give at least two intents."),
        ("text,intent\nhello,a\nhi,a\nbye,b\n", "'b' has one example: give each intent at least"),
        ("text,intent\nyes,c\nhello,a\nhi,a\nbye,b\n", "'b', 'c' have one example: give each"),
    ],
)
def test_a_file_that_cannot_teach_is_refused_and_the_old_model_stays(
    trained: Shell, content: str, complaint: str, tmp_path: Path
) -> None:
    before = trained.files("model")
    (tmp_path / "rows.csv").write_text(content)
    said = trained.complain("train", *trained.training(str(tmp_path / "rows.csv"), "model"))
    assert complaint in said
    assert trained.files("model") == before


def test_a_missing_model_is_one_line(trained: Shell) -> None:
    said = trained.complain("predict", "--model", "nowhere", "hello")
    assert "nowhere" in said
    assert "manifest.json is missing" in said


def test_a_model_whose_file_was_changed_is_not_believed(trained: Shell) -> None:
    shutil.copytree(trained.folder / "model", trained.folder / "changed")
    with (trained.folder / "changed" / "intent.onnx").open("ab") as file:
        file.write(b" ")
    said = trained.complain("evaluate", "--model", "changed", "--intents", "rows.csv")
    assert "intent.onnx is not the file that was written" in said
