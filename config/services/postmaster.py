"""Finds the server of a data folder, whoever started it, by its `postmaster.pid`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from config.services.processes import works_in


@dataclass(frozen=True)
class Postmaster:
    """The content of `postmaster.pid` in the folder `data`, read at each call."""

    data: Path

    def find(self) -> set[int]:
        """The server's process id, if that process lives and works in this folder."""
        return self.living({int(pid) for pid in self._lines()[:1]})

    def living(self, pids: set[int]) -> set[int]:
        """Those of the processes that work in this folder."""
        return {pid for pid in pids if works_in(pid, self.data)}

    def is_ready(self) -> bool:
        """Whether it lives and takes connections."""
        return bool(self.find()) and self._lines()[7:8] == ["ready"]

    def port(self) -> int | None:
        """Where it listens; None when no server runs."""
        return next((int(port) for port in self._lines()[3:4]), None)

    def forget(self) -> None:
        """Delete the file: after a crash, its id may be another process's, which blocks a start."""
        self._file.unlink(missing_ok=True)

    @property
    def _file(self) -> Path:
        return self.data / "postmaster.pid"

    def _lines(self) -> list[str]:
        """Process id, folder, start, port, socket folder, address, memory key, status."""
        try:
            content = self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return [line.strip() for line in content.splitlines()]
