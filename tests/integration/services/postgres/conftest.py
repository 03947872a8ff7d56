"""A server of the test's own, on a copy of data that were made once: making them takes longest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.services.postgres import EmbeddedPostgres
from tests.integration.services.owners import Owner


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server that has been started and stopped."""
    folder = tmp_path_factory.mktemp("made")
    with EmbeddedPostgres(folder):
        pass
    return folder


@pytest.fixture
def var_dir(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "var")


@pytest.fixture
def server(var_dir: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(var_dir) as server:
        yield server


@pytest.fixture
def owner(var_dir: Path) -> Iterator[Owner]:
    """Another process that runs the server of `var_dir`."""
    with Owner(EmbeddedPostgres, var_dir) as owner:
        yield owner
    with EmbeddedPostgres(var_dir):
        pass
