"""A wrong environment variable ends the process that reads it, with one line that mends it."""

from __future__ import annotations

import re
import socket
import sys
from pathlib import Path

import pytest

from config.database import AWAY, TABLES_MISSING
from config.services.postgres import EmbeddedPostgres
from config.services.processes import free_port
from tests.processes import MANAGE, WEB, WORKERS, environment_for, living_in, run

STANDALONE = (sys.executable, "-m", "config.standalone")
POOL = (*WORKERS, "pool", "preprocessing")
FLOWER = (sys.executable, "-m", "config.flower")
MYSQL = "mysql://root:secret@db/shop"
UNUSED = {
    "DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/none",
    "BROKER_URL": "amqp://nobody:secret@127.0.0.1:1//",
}
NO_FLAG = "RATE_LIMITS='maybe' is refused; use 1 for yes or 0 for no."
NO_DATABASE = "DATABASE_URL.*mysql.* use .*postgresql://.*"
SLASHED = "postgresql://shop:my/secret@db:5432/shop"
NO_ADDRESS = r"DATABASE_URL='postgresql://shop:\*\*\*@db:5432/shop' is refused; .*%2F for / .*"
NO_DSN = "SENTRY_DSN is refused; use the one that Sentry shows .*"
NO_FOLDER = r"VAR_DIR='/dev/null/x' is refused; .* that can be made \(Not a directory\)\."
NO_FLOWER = (
    "FLOWER_URL='http://f.*' is refused; use unix:///folder/flower.sock or http://host:port."
)
NO_BROKER = "BROKER_URL='http://x' is refused; use a URL like .*amqp://.*"
IN_MEMORY = "BROKER_URL='memory://x/' is refused; use a URL like amqp://.*"
BROKER_AWAY = "RabbitMQ does not declare the queues .* refused.: start it, or mend BROKER_URL."


@pytest.mark.parametrize(
    ("command", "given", "said"),
    [
        (STANDALONE, {"PORT": "abc"}, "PORT='abc' is refused; use a whole number from 1 to 65535."),
        (STANDALONE, {"RATE_LIMITS": "maybe"}, NO_FLAG),
        ((*MANAGE, "migrate"), {"RATE_LIMITS": "maybe"}, NO_FLAG),
        ((*MANAGE, "deliver"), {"DATABASE_URL": MYSQL}, NO_DATABASE),
        ((*MANAGE, "dispatch"), {"BROKER_URL": "http://x"}, NO_BROKER),
        (WEB, {"RATE_LIMITS": "maybe"}, NO_FLAG),
        (WEB, {"DATABASE_URL": MYSQL}, NO_DATABASE),
        (WEB, {"DATABASE_URL": SLASHED}, NO_ADDRESS),
        ((*MANAGE, "dispatch"), {"DATABASE_URL": SLASHED}, NO_ADDRESS),
        (POOL, {"DATABASE_URL": SLASHED}, NO_ADDRESS),
        (WEB, {"SENTRY_DSN": "https://secret@sentry/shop"}, NO_DSN),
        (POOL, {"SENTRY_DSN": "sentry/secret"}, NO_DSN),
        (FLOWER, {"SENTRY_DSN": "sentry/secret"}, NO_DSN),
        (STANDALONE, {"VAR_DIR": "/dev/null/x"}, NO_FOLDER),
        ((*MANAGE, "migrate"), {"VAR_DIR": "/dev/null/x", "DATABASE_URL": ""}, NO_FOLDER),
        (WEB, {"VAR_DIR": "/dev/null/x"}, NO_FOLDER),
        (WEB, {"FLOWER_URL": "http://flower"}, NO_FLOWER),
        (FLOWER, {"FLOWER_URL": "http://flower"}, NO_FLOWER),
        (FLOWER, {"FLOWER_URL": "unix://flower.sock"}, NO_FLOWER.replace("http://f", "unix://f")),
        (POOL, {"BROKER_URL": "http://x"}, NO_BROKER),
        (POOL, {"BROKER_URL": "memory://x/"}, IN_MEMORY),
        ((*MANAGE, "dispatch"), {"BROKER_URL": "memory://x/"}, IN_MEMORY),
        ((*WORKERS, "declare-topology"), {"BROKER_URL": "memory://x/"}, IN_MEMORY),
        ((*WORKERS, "declare-topology"), {"BROKER_URL": ""}, "BROKER_URL is not set; .*"),
        (POOL, {"DATABASE_URL": MYSQL}, NO_DATABASE),
        (POOL, {"LOG_LEVEL": "loud"}, "LOG_LEVEL='loud' is refused; use one of debug, .*error."),
        (POOL, {"INFERENCE_THREADS": "many"}, "INFERENCE_THREADS='many' .* from 1 to 64."),
    ],
)
def test_a_wrong_value_is_refused_in_one_line(
    command: tuple[str, ...], given: dict[str, str], said: str, tmp_path: Path
) -> None:
    refused = run(command, {**environment_for(tmp_path, tmp_path), **UNUSED, **given})
    assert refused.returncode == 1
    assert re.fullmatch(said, refused.stderr.strip()), refused.stderr
    assert "secret" not in refused.stderr
    assert not living_in(tmp_path)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((*WORKERS, "declare-topology"), BROKER_AWAY),
        ((*WORKERS, "serve"), AWAY),
        ((*WORKERS, "pool", "feedback"), AWAY),
        ((*MANAGE, "load_sample"), AWAY),
        ((*MANAGE, "migrate"), AWAY),
    ],
)
def test_a_service_that_is_away_is_told_in_one_line(
    command: tuple[str, ...], said: str, tmp_path: Path, encoder_dir: Path
) -> None:
    ports = {"INFERENCE_HTTP_PORT": str(free_port()), "INFERENCE_GRPC_PORT": str(free_port())}
    refused = run(command, {**environment_for(tmp_path, encoder_dir), **UNUSED, **ports})
    assert refused.returncode == 1
    assert re.fullmatch(said, refused.stderr.strip()), refused.stderr


@pytest.mark.parametrize("command", [(*MANAGE, "load_sample"), (*WORKERS, "serve")])
def test_a_database_without_tables_is_told_in_one_line(
    command: tuple[str, ...], postgres: EmbeddedPostgres, tmp_path: Path, encoder_dir: Path
) -> None:
    ports = {"INFERENCE_HTTP_PORT": str(free_port()), "INFERENCE_GRPC_PORT": str(free_port())}
    here = {**environment_for(tmp_path, encoder_dir), "DATABASE_URL": postgres.url}
    refused = run(command, here | ports)
    assert (refused.returncode, refused.stderr.strip()) == (1, TABLES_MISSING)


def test_a_taken_port_is_refused_before_anything_is_made(tmp_path: Path, encoder_dir: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        refused = run(STANDALONE, {**environment_for(tmp_path, encoder_dir), "PORT": str(port)})
    assert refused.stderr == f"PORT={port} is taken by another program; choose a free one.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_gpu_that_is_required_and_missing_stops_the_pool_in_one_line(
    tmp_path: Path, encoder_dir: Path
) -> None:
    environment = {**environment_for(tmp_path, encoder_dir), **UNUSED, "REQUIRE_GPU": "1"}
    refused = run((*WORKERS, "pool", "inference"), environment)
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1, refused.stderr
    assert "REQUIRE_GPU" in refused.stderr
