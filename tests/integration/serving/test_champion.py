"""A server without a folder answers with the workspace's champion, and takes up a new one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, delete, insert, text

from config.database import sqlalchemy_url
from config.services.processes import wait_until
from tests.integration.serving.server import InferenceServer
from workers.contracts.rows import MANIFEST_FILE
from workers.db import models
from workers.db.tables import entity_pattern, model_file, model_version
from workers.fitting.model_training import TrainingData, train_model
from workers.models.encoder import Encoder
from workers.models.model_manifest import ModelManifest
from workers.records.models import TrainedVersion

pytestmark = pytest.mark.django_db

TAKEN_UP_SECONDS = 30
GREETINGS = "hello there|good morning|hi everybody|good evening to you|hello again"
FAREWELLS = "goodbye now|see you soon|bye for today|until next time|have a nice evening, bye"
MOODS = {
    "negative": "bad|awful|so angry",
    "neutral": "a lamp|when|where",
    "positive": "good|fine|yes",
}


class Workspace:
    """The master copies of its models."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(sqlalchemy_url(url))

    def promote(self, folder: Path) -> str:
        """Keep a model and let it answer. Returns its version."""
        manifest = ModelManifest.model_validate_json((folder / MANIFEST_FILE).read_bytes())
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        with self._engine.begin() as connection:
            models.store(
                connection,
                TrainedVersion(manifest.version, "understanding", manifest.encoder, {}, files),
            )
            models.promote(connection, manifest.version)
        return manifest.version

    def teach(self, label: str, pattern: str) -> None:
        """Have an administrator's pattern found from now on."""
        with self._engine.begin() as connection:
            values = {"id": uuid4(), "label": label, "pattern": pattern}
            connection.execute(insert(entity_pattern).values(**values))

    def move(self, table: str, to: str) -> None:
        """As while a backup is put back, a table is away."""
        with self._engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))

    def forget(self) -> None:
        with self._engine.begin() as connection:
            for table in (model_file, model_version, entity_pattern):
                connection.execute(delete(table))
        self._engine.dispose()


@pytest.fixture
def workspace(database_url: str) -> Iterator[Workspace]:
    workspace = Workspace(database_url)
    yield workspace
    workspace.forget()


@pytest.fixture
def server(
    workspace: Workspace, database_url: str, encoder_dir: Path, tmp_path: Path
) -> Iterator[InferenceServer]:
    """Of a workspace that has no model yet."""
    with InferenceServer(None, encoder_dir, tmp_path, DATABASE_URL=database_url) as running:
        yield running


@pytest.fixture
def other_model(encoder: Encoder, tmp_path: Path) -> Path:
    intents = {"greeting": GREETINGS, "farewell": FAREWELLS}
    examples, moods = (
        [(text, label) for label, texts in heads.items() for text in texts.split("|")]
        for heads in (intents, MOODS)
    )
    data = TrainingData(examples, moods)
    train_model(encoder, data, tmp_path / "other", seed=0, report=lambda _: None)
    return tmp_path / "other"


def test_a_promotion_is_taken_up_without_a_restart_and_without_losing_a_request(
    workspace: Workspace, server: InferenceServer, model_dir: Path, other_model: Path
) -> None:
    # Before the first training there is the encoder, which training itself may ask.
    assert not server.is_ready()
    assert server.answers("/v2/models/encoder/ready")
    assert server.infer("encoder", "hello").status_code == 200
    unknown = server.infer("intent", "hello")
    assert unknown.status_code == 503
    assert "no trained model yet" in unknown.json()["error"]

    version = workspace.promote(model_dir)
    assert wait_until(server.is_ready, TAKEN_UP_SECONDS)
    assert version_that_answers(server) == version

    workspace.teach("ticket", r"TK-\d+")
    version = workspace.promote(other_model)
    assert wait_until(lambda: version_that_answers(server) == version, TAKEN_UP_SECONDS)
    assert wait_until(lambda: "ticket" in entities(server, "it is TK-42"), TAKEN_UP_SECONDS)
    assert server.infer("intent", "hello").json()["outputs"][0]["data"][0] == "greeting"


def test_a_promotion_is_taken_up_though_the_table_was_away_for_a_moment(
    workspace: Workspace, server: InferenceServer, model_dir: Path
) -> None:
    workspace.move("learning_modelversion", "away")
    missed = wait_until(
        lambda: "champion_not_taken_up" in server.program.output(), TAKEN_UP_SECONDS
    )
    workspace.move("away", "learning_modelversion")
    assert missed, server.program.output()
    workspace.promote(model_dir)
    assert wait_until(server.is_ready, TAKEN_UP_SECONDS)


def entities(server: InferenceServer, text: str) -> set[str]:
    (understanding,) = server.infer("understand", text).json()["outputs"][0]["data"]
    return {entity["label"] for entity in json.loads(understanding)["entities"]}


def version_that_answers(server: InferenceServer) -> str:
    answer = server.infer("understand", "hello")
    assert answer.status_code == 200
    return str(answer.json()["model_version"])
