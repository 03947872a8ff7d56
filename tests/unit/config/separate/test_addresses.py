"""Who finds the services, and who is told that there are none."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest

from config.environment import Environment, SettingError
from config.separate.addresses import find_addresses, published
from config.services.processes import free_port

EXPORTED = {"DATABASE_URL": "postgresql://db/name", "BROKER_URL": "amqp://broker//"}


def addresses_at(port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": f"postgresql://a:b@127.0.0.1:{port}/name",
        "BROKER_URL": f"amqp://a:b@127.0.0.1:{port}//",
    }


def test_what_runs_is_found_for_as_long_as_it_runs(tmp_path: Path) -> None:
    file = tmp_path / "addresses"
    with socket.create_server(("127.0.0.1", 0)) as server:
        given = addresses_at(server.getsockname()[1])
        with published(file, given):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert find_addresses(Environment({}), file) == given
        assert not file.exists()


def test_what_is_exported_wins_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "addresses"
    assert find_addresses(Environment(EXPORTED), file) == EXPORTED
    with socket.create_server(("127.0.0.1", 0)) as server:
        given = addresses_at(server.getsockname()[1])
        with published(file, given):
            one = {"BROKER_URL": EXPORTED["BROKER_URL"]}
            assert find_addresses(Environment(one), file) == {**given, **one}


def test_without_services_the_first_missing_address_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^DATABASE_URL is not set .* `make services`"):
        find_addresses(Environment({}), tmp_path / "addresses")


def test_the_file_of_killed_services_convinces_nobody(tmp_path: Path) -> None:
    file = tmp_path / "addresses"
    with (
        published(file, addresses_at(free_port())),
        pytest.raises(SettingError, match="no services run"),
    ):
        find_addresses(Environment({}), file)
