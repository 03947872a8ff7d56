"""The addresses of `make services`, in a file that only its owner can read."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from config.environment import Environment, SettingError

NAMES = ("DATABASE_URL", "BROKER_URL")
PATIENCE_SECONDS = 5.0


@contextmanager
def published(file: Path, addresses: Mapping[str, str]) -> Iterator[None]:
    """Write the addresses to the file, and delete it at the end of the block."""
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={addresses[name]}\n" for name in NAMES), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def find_addresses(environment: Environment, file: Path) -> dict[str, str]:
    """Exported addresses, or else those in the file. Raises SettingError without both."""
    exported = {name: environment.text(name, "") for name in NAMES}
    if all(exported.values()):
        return exported
    written = _read(file)
    for name in NAMES:
        if not exported[name] and not _answers(written.get(name, "")):
            raise SettingError(
                f"{name} is not set and no services run in {file.parent}; "
                "start `make services` in another terminal, or export both addresses."
            )
    return {name: exported[name] or written[name] for name in NAMES}


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def _answers(url: str) -> bool:
    """Whether somebody listens there: a killed `make services` leaves its file behind."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 0), PATIENCE_SECONDS):
            return True
    except OSError:
        return False
