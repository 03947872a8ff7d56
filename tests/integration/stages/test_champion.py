"""A champion that this release cannot read, as after an upgrade."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from apps.conversations.models import Inbox
from config.standalone.prepare import prepare
from workers.commands import run_command
from workers.commands.arguments import read_arguments
from workers.db import models
from workers.db.engine import engine
from workers.loaded import champion as loaded
from workers.loaded.encoder import encoder
from workers.records.models import TrainedVersion
from workers.training.by_command import has_champion

pytestmark = pytest.mark.django_db


@pytest.fixture
def champion(company: Inbox) -> Iterator[str]:
    """The version that answers; it does again afterwards."""
    version = find_champion()
    yield version
    with engine().begin() as connection:
        models.promote(connection, version)
    loaded.champion.cache_clear()


def find_champion() -> str:
    with engine().connect() as connection:
        version = models.find_champion(connection)
    assert version
    return version


def train_if_missing() -> None:
    run_command(read_arguments(["train", "--if-missing"]))


def prepare_in_one_process() -> None:
    prepare(load_sample=True, say=lambda line: None)


@pytest.mark.parametrize("begin", [train_if_missing, prepare_in_one_process])
def test_an_unreadable_champion_is_none_and_is_trained_anew_if_missing(
    champion: str, begin: Callable[[], None]
) -> None:
    assert has_champion()
    ours = encoder().identity
    manifest = json.dumps({"format": 1, "encoder": ours}).encode()
    with engine().begin() as connection:
        files = {"manifest.json": manifest}
        models.store(connection, TrainedVersion("0123456789ab", "understanding", ours, {}, files))
        models.promote(connection, "0123456789ab")
    loaded.champion.cache_clear()
    assert not has_champion()
    begin()
    # The same examples and the same seed: the same model.
    assert find_champion() == champion
    loaded.champion.cache_clear()
    assert has_champion()


def test_where_a_champion_answers_nothing_is_trained(
    champion: str, capsys: pytest.CaptureFixture[str]
) -> None:
    train_if_missing()
    assert "learning" not in capsys.readouterr().out
    assert find_champion() == champion
