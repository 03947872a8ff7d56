"""A log that its writer keeps open is held under its limit."""

from __future__ import annotations

import os
from pathlib import Path

from config.services.logfile import LogFile


def test_a_log_over_its_limit_is_emptied_under_the_hands_of_its_writer(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "logs" / "server.log", limit=10)
    with log.opened() as descriptor:
        os.write(descriptor, b"a long first line\n")
        log.trim()
        os.write(descriptor, b"second\n")
    assert log.path.read_text() == "second\n"
    assert (tmp_path / "logs" / "server.log.1").read_text() == "a long first line\n"


def test_a_log_under_its_limit_is_left_alone(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "server.log")
    with log.opened() as descriptor:
        os.write(descriptor, b"short\n")
    log.trim()
    assert [path.name for path in tmp_path.iterdir()] == ["server.log"]


def test_a_log_that_was_never_written_needs_no_trimming(tmp_path: Path) -> None:
    LogFile(tmp_path / "server.log").trim()
    assert not list(tmp_path.iterdir())


def test_the_last_words_are_the_last_complaint_before_any_farewell(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "server.log")
    log.path.write_text("LOG: begin\nFATAL: no room\nLOG: end\n")
    assert log.last_words() == "FATAL: no room"


def test_without_a_complaint_the_last_words_are_the_last_line(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "server.log")
    log.path.write_bytes(b"begin\n" + b"\xff" * 5000 + b"\nend\n")
    assert log.last_words() == "end"


def test_an_empty_log_has_no_last_words(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "server.log")
    log.path.touch()
    assert log.last_words() == ""
