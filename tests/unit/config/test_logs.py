"""What an error leaves in the log."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import logging, logging.config, sys
import structlog
from uvicorn.config import LOGGING_CONFIG
from config.environment import Environment
from config.logs import configure_logs
logging.config.dictConfig(LOGGING_CONFIG)
configure_logs(Environment({}))
def read(text):
    try:
        int(text)
    except ValueError as error:
        raise KeyError(text) from error
theirs = logging.getLogger("theirs"), logging.getLogger("uvicorn.error")
for log in (structlog.get_logger("ours"), *theirs):
    try:
        read(sys.argv[1])
    except KeyError:
        log.exception("failed")
"""


def test_an_error_is_logged_with_its_places_and_kinds_and_without_its_text() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "my secret words"],
        check=True,
        capture_output=True,
        text=True,
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["failed"] * 3
    for line in lines:
        assert "in read" in line["exception"]
        assert "KeyError" in line["exception"]
        assert "ValueError" in line["exception"]
    assert "secret" not in done.stderr
