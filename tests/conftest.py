"""What tests of every kind share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

REPOSITORY = Path(__file__).resolve().parents[1]
# They wait for processes or threads, with a patience that another test on the second core uses up.
ALONE = (
    *("acceptance", "integration/dispatch", "integration/services", "integration/serving"),
    *("integration/webhooks", "integration/api/test_live.py", "integration/desk/test_live.py"),
)
# No test is timed: on a busy machine the same example takes a hundred times as long.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


class FolderScheduling(LoadScopeScheduling):
    """Tests of one folder share what is costly to make, and stay together on one core."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0].rpartition("/")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FolderScheduling:
    return FolderScheduling(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test` runs after everything else."""
    alone = [REPOSITORY / "tests" / path for path in ALONE]
    for item in items:
        if any(item.path.is_relative_to(path) for path in alone):
            item.add_marker(pytest.mark.alone)


@pytest.fixture(scope="session")
def encoder_dir() -> Path:
    """The encoder's folder: `ENCODER_DIR` where it is set, else made once under `var/`."""
    from workers.models.export import ensure_encoder

    folder = Path(os.environ.get("ENCODER_DIR", REPOSITORY / "var" / "encoder"))
    return ensure_encoder(folder, print)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Data that the project may read and not copy, beside the repository."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"not run: {folder} is absent")
    return folder
