"""How `python -m workers` behaves towards people and pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.at_hand import run_here

NLU = r"""version: "3.1"
nlu:
- intent: order_status
  examples: |
    - where is my order FL-10432
    - has my parcel left yet
    - when will my grinder arrive
- intent: refund
  examples: |
    - I want my money back
    - please refund my order
    - give me back what I paid
- regex: order_number
  examples: |
    - \bFL-\d{5}\b
- lookup: product
  examples: |
    - Moka pot
- lookup: name
  examples: |
    - Alice Baker
- synonym: Moka pot
  examples: |
    - espresso maker
"""
FEELINGS = """text,label
this is terrible,negative
I am very angry,negative
where is my parcel,neutral
how do I cancel,neutral
thank you so much,positive
I love it,positive
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def environment(encoder_dir: Path) -> dict[str, str]:
    """Nobody has said how much is to be logged, nor where a database is."""
    unset = {"LOG_LEVEL", "DATABASE_URL", "INFERENCE_URL"}
    own = {name: value for name, value in os.environ.items() if name not in unset}
    return own | {"ENCODER_DIR": str(encoder_dir)}


@pytest.fixture(scope="module")
def run(environment: dict[str, str]) -> Run:
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "workers", *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="module")
def here(environment: dict[str, str], files: Path) -> Run:
    """The same without a process, for what is said and not for how a process ends."""
    return partial(run_here, folder=files, environment=environment)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shell")
    (folder / "nlu.yml").write_text(NLU)
    (folder / "feelings.csv").write_text(FEELINGS)
    return folder


@pytest.fixture(scope="module")
def model(run: Run, files: Path) -> Path:
    folder = files / "model"
    trained = run(
        *("train", "--intents", files / "nlu.yml", "--out", folder),
        *("--sentiment", files / "feelings.csv"),
    )
    assert trained.returncode == 0, trained.stderr
    assert "intent: read 6 of 6 examples" in trained.stdout
    assert trained.stderr == ""
    return folder


def test_what_the_file_named_is_known_to_the_model(run: Run, model: Path) -> None:
    asked = run("predict", "--model", model, "--json", "Is FL-10433 the espresso maker?")
    entities = json.loads(asked.stdout)["entities"]
    assert [(each["label"], each["text"], each["value"]) for each in entities] == [
        ("order_number", "FL-10433", "FL-10433"),
        ("product", "espresso maker", "Moka pot"),
    ]
    assert asked.stderr == ""


def test_no_personal_name_of_the_file_is_in_the_model(model: Path) -> None:
    assert "Moka pot" in (model / "lexicon.json").read_text()
    assert not [path for path in model.iterdir() if b"Alice" in path.read_bytes()]


def test_an_emoji_says_what_its_name_says(here: Run, model: Path) -> None:
    asked = here("predict", "--model", model, "--json", "😡", "angry face", "👍")
    angry, named, content = (json.loads(line)["sentiment"] for line in asked.stdout.splitlines())
    assert angry == named != content


def test_each_line_is_answered_at_once_and_an_interrupt_is_quiet(
    environment: dict[str, str], model: Path
) -> None:
    command = [sys.executable, "-m", "workers", "predict", "--model", str(model), "--json"]
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as asked:
        assert asked.stdin
        assert asked.stdout
        assert asked.stderr
        for written, read in ((b"\n  \nfirst\r\n", "first"), (b"a \xff byte\n", "a \ufffd byte")):
            asked.stdin.write(written)
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["text"] == read
        asked.send_signal(signal.SIGINT)
        assert asked.wait() == 128 + signal.SIGINT
        assert asked.stderr.read() == b""


def test_who_stops_reading_is_not_told_of_it(environment: dict[str, str], model: Path) -> None:
    command = [sys.executable, "-m", "workers", "predict", "--model", str(model)]
    with subprocess.Popen(
        [*command, "one", "two"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asked:
        assert asked.stdout
        assert asked.stderr
        asked.stdout.close()
        assert asked.stderr.read() == b""
        assert asked.wait() == 128 + signal.SIGPIPE


def test_figures_for_programs_stand_alone(run: Run, model: Path, files: Path) -> None:
    arguments = ("--model", model, "--intents", files / "nlu.yml", "--report", files / "page")
    judged = run("evaluate", *arguments, "--json")
    assert judged.returncode == 0
    assert json.loads(judged.stdout)["n"] == 6
    assert judged.stderr == f"The report is {files / 'page' / 'index.html'}.\n"
    assert (files / "page" / "index.html").is_file()


def test_a_model_is_judged_by_texts_alone_and_reports_go_into_folders(
    here: Run, model: Path, files: Path, tmp_path: Path
) -> None:
    (tmp_path / "tables.yml").write_text("nlu:\n- lookup: size\n  examples: |\n    - small\n")
    (tmp_path / "other.csv").write_text("text,intent\nhello,greeting\n")
    for source, report, refusal in (
        (tmp_path / "tables.yml", tmp_path, "has no texts with an intent: add some."),
        (files / "nlu.yml", files / "nlu.yml", "is no folder for a report (File exists): name"),
    ):
        refused = here("evaluate", "--model", model, "--intents", source, "--report", report)
        assert refused.returncode == 1
        assert refusal in refused.stderr
        assert refused.stderr.count("\n") == 1
    judged = here("evaluate", "--model", model, "--intents", tmp_path / "other.csv")
    assert "does not know, and so never gets right: greeting." in judged.stderr


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ("fine,happy\n", "line 2: 'happy' is no sentiment; write one of negative, neutral, pos"),
        ("fine,positive\nbad,negative\n", "has no example that is neutral: add at least two"),
    ],
    ids=["another label", "one is missing"],
)
def test_what_is_no_sentiment_is_refused_before_anything_is_read(
    here: Run, files: Path, tmp_path: Path, rows: str, refusal: str
) -> None:
    (tmp_path / "wrong.csv").write_text("text,label\n" + rows)
    refused = here(
        *("train", "--intents", files / "nlu.yml", "--out", tmp_path / "model"),
        *("--sentiment", tmp_path / "wrong.csv"),
    )
    assert refused.returncode == 1
    assert refusal in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert refused.stdout == ""


def test_wrong_usage_is_told_from_wrong_data(run: Run, files: Path, tmp_path: Path) -> None:
    usage = run("train", "--out", tmp_path / "model")
    assert usage.returncode == 2
    assert "give --intents and --out together" in usage.stderr
    seed = run("train", "--seed", "-1")
    assert seed.returncode == 2
    assert "write a number from 0 to 4294967295" in seed.stderr
    no_model = run("predict", "--model", tmp_path, "hello")
    assert no_model.returncode == 1
    assert no_model.stderr.startswith(f"There is no model in {tmp_path}")
    assert no_model.stderr.count("\n") == 1
