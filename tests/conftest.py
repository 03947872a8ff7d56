"""Fixtures and scheduling of all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

REPOSITORY = Path(__file__).resolve().parents[1]
# Tests that wait for processes or threads: beside another test they would run into time-outs.
ALONE = (
    *("acceptance", "integration/dispatch", "integration/services", "integration/serving"),
    *("integration/webhooks", "integration/api/test_live.py", "integration/desk/test_live.py"),
)
# No deadlines: on a busy machine the same example can take a hundred times as long.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


class FolderScheduling(LoadScopeScheduling):
    """Runs the tests of a folder on one core, because they share costly fixtures."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0].rpartition("/")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FolderScheduling:
    return FolderScheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Turn off garbage collection during imports, of which it takes a third of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Skip files whose tests `-m` deselects anyway, because importing them takes long."""
    terms = config.getoption("markexpr").split(" and ")
    if not collection_path.is_file() or any(" or " in term or "(" in term for term in terms):
        return None
    left_out = "not alone" if _is_alone(collection_path) else "alone"
    return left_out in terms or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that `make test` runs last, one at a time."""
    for item in items:
        if _is_alone(item.path):
            item.add_marker(pytest.mark.alone)


def _is_alone(path: Path) -> bool:
    return any(path.is_relative_to(REPOSITORY / "tests" / alone) for alone in ALONE)


@pytest.fixture(scope="session")
def encoder_dir() -> Path:
    """The encoder's folder: `ENCODER_DIR` where it is set, else made once under `var/`."""
    from workers.models.export import ensure_encoder

    folder = Path(os.environ.get("ENCODER_DIR", REPOSITORY / "var" / "encoder"))
    return ensure_encoder(folder, print)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Data beside the repository, which the project may read but not copy."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"not run: {folder} is absent")
    return folder
