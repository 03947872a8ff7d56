"""The champion of a process, looked up again and again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.unit.models.small_heads import make_head_files
from workers.contracts.rows import MANIFEST_FILE
from workers.loaded.champion_reader import ChampionReader
from workers.loaded.timed_cache import TimedCache
from workers.models.artifact import Model
from workers.models.artifact_writing import Training, write_model

Champion = TimedCache[Model | None]

ENCODER = "encoder-int8"
INTENTS = ("delivery", "refund")
SENTIMENTS = ("negative", "neutral", "positive")


class Workspace:
    """Stands where Postgres does: the master copies, and which of them is champion."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, dict[str, bytes]] = {}
        self.champion: str | None = None
        self.reads = 0

    def train(self, seed: int = 0, encoder: str = ENCODER) -> str:
        heads = {
            "intent": make_head_files(*INTENTS, seed=seed),
            "sentiment": make_head_files(*SENTIMENTS),
        }
        training = Training(encoder, 0.0, seed, "", {}, datetime(2026, 5, 1, tzinfo=UTC))
        version = write_model(self._folder, heads, training).version
        self.keep(version, {path.name: path.read_bytes() for path in self._folder.iterdir()})
        return version

    def keep(self, version: str, files: dict[str, bytes]) -> None:
        """It is champion from now on."""
        self._files[version] = files
        self.champion = version

    def find_champion(self) -> str | None:
        return self.champion

    def read_files(self, version: str) -> dict[str, bytes]:
        self.reads += 1
        return self._files[version]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "trained")


def follow(workspace: Workspace, folder: Path) -> Champion:
    """The champion of a process on the machine with this folder; it looks at each call."""
    reader = ChampionReader(folder, ENCODER, workspace.find_champion, workspace.read_files)
    return TimedCache("champion", None, reader.read, seconds=-1)


@pytest.fixture
def cache(workspace: Workspace, tmp_path: Path) -> Champion:
    return follow(workspace, tmp_path / "models")


def version_that_answers(cache: Champion) -> str | None:
    model = cache.current()
    return model.version if model else None


def an_older_format(workspace: Workspace) -> None:
    written = {"format": 1, "encoder": ENCODER}
    workspace.keep("0123456789ab", {MANIFEST_FILE: json.dumps(written).encode()})


def test_before_the_first_training_there_is_no_model(cache: Champion) -> None:
    assert cache.current() is None


def test_a_promotion_is_taken_up_without_a_restart(cache: Champion, workspace: Workspace) -> None:
    first = workspace.train(seed=1)
    assert version_that_answers(cache) == first
    second = workspace.train(seed=2)
    assert version_that_answers(cache) == second != first


def test_copies_of_old_versions_do_not_fill_the_disk(
    cache: Champion, workspace: Workspace, tmp_path: Path
) -> None:
    versions = [workspace.train(seed=seed) for seed in range(7)]
    for version in versions:
        workspace.champion = version
        assert version_that_answers(cache) == version
    assert len(list((tmp_path / "models").iterdir())) <= 4
    workspace.champion = versions[0]
    assert version_that_answers(cache) == versions[0]


def test_a_champion_stays_the_same_object_while_it_is_champion(
    cache: Champion, workspace: Workspace
) -> None:
    workspace.train()
    assert cache.current() is cache.current()
    assert workspace.reads == 1


def test_a_champion_of_another_format_is_said_and_the_one_before_it_goes_on(
    cache: Champion, workspace: Workspace
) -> None:
    first = workspace.train(seed=1)
    assert version_that_answers(cache) == first
    an_older_format(workspace)
    with capture_logs() as logs:
        assert version_that_answers(cache) == first
    (said,) = logs
    assert (said["event"], said["log_level"]) == ("champion_not_taken_up", "warning")
    assert "its format is 1 and this release reads 2" in said["reason"]
    third = workspace.train(seed=3)
    assert version_that_answers(cache) == third


def test_a_champion_of_another_format_alone_is_no_model(
    cache: Champion, workspace: Workspace
) -> None:
    an_older_format(workspace)
    assert cache.current() is None


def test_a_champion_of_another_encoder_is_not_taken_up(
    cache: Champion, workspace: Workspace
) -> None:
    workspace.train(encoder="encoder-float16")
    with capture_logs() as logs:
        assert cache.current() is None
    assert "train again" in logs[0]["reason"]


def test_what_another_process_has_unpacked_is_read_and_not_fetched_again(
    cache: Champion, workspace: Workspace, tmp_path: Path
) -> None:
    version = workspace.train()
    assert version_that_answers(cache) == version
    beside = follow(workspace, tmp_path / "models")
    assert version_that_answers(beside) == version
    assert workspace.reads == 1
    assert [path.name for path in (tmp_path / "models").iterdir()] == [version]


@pytest.mark.parametrize("name", [MANIFEST_FILE, "intent.onnx"])
def test_a_copy_that_is_damaged_is_fetched_again(
    cache: Champion, workspace: Workspace, tmp_path: Path, name: str
) -> None:
    version = workspace.train()
    assert version_that_answers(cache) == version
    (tmp_path / "models" / version / name).write_bytes(b"damaged")
    beside = follow(workspace, tmp_path / "models")
    with capture_logs() as logs:
        assert version_that_answers(beside) == version
    assert [said["event"] for said in logs] == ["model_fetched_again", "model_ready"]
