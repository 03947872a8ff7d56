"""What tests of every kind share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]
# No test is timed: on a busy machine the same example takes a hundred times as long.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one folder share what is costly to make, and stay together on one core."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(str(item.path.parent)))


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
