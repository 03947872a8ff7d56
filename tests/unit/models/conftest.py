from pathlib import Path

import pytest

from tests.unit.models.golden import Golden, read_golden


@pytest.fixture(scope="session")
def golden(shared_data: Path) -> Golden:
    return read_golden(shared_data)
