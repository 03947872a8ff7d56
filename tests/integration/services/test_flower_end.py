"""Flower ends when it is told to, whether or not there is a broker to say goodbye to."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from config.services.processes import free_port, is_free, wait_until
from tests.processes import Program

START_SECONDS = 60


def test_without_a_broker_it_says_so_and_ends_in_peace(tmp_path: Path) -> None:
    port = free_port()
    environment = os.environ | {
        "BROKER_URL": f"amqp://firstline:secret@127.0.0.1:{free_port()}//",
        "FLOWER_URL": f"http://127.0.0.1:{port}",
        "VAR_DIR": str(tmp_path),
    }
    flower = Program((sys.executable, "-m", "config.flower"), environment, tmp_path / "log")
    flower.start()
    try:
        assert wait_until(lambda: not is_free(port), START_SECONDS), flower.output()
        assert wait_until(lambda: "broker_away" in flower.output(), START_SECONDS), flower.output()
    finally:
        code = flower.stop()
    assert code == 0, flower.output()
    assert {type(json.loads(line)) for line in flower.output().splitlines()} == {dict}
