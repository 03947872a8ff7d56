"""The address where Flower listens and the web connects."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from config.environment import Environment, SettingError

WAITING_CALLERS = 64


@dataclass(frozen=True)
class FlowerAddress:
    """A Unix socket in a folder that only its owner can enter, or a host and port."""

    path: Path | None = None
    host: str = ""
    port: int = 0

    @classmethod
    def read(cls, environment: Environment, var_dir: Path) -> Self:
        """Read FLOWER_URL. Raises SettingError for an address that nobody can listen on."""
        default = f"unix://{var_dir / 'flower' / 'flower.sock'}"
        url = environment.url("FLOWER_URL", ["unix", "http"], default)
        parts = urlsplit(url)
        if parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1:
            return cls(path=Path(parts.path))
        if parts.scheme == "http" and parts.hostname and parts.port and parts.path in {"", "/"}:
            return cls(host=parts.hostname, port=parts.port)
        raise SettingError(
            f"FLOWER_URL={url!r} is refused; use unix:///folder/flower.sock or http://host:port."
        )

    def listen(self) -> socket.socket:
        """A listening socket, in place of one that an earlier Flower left behind."""
        if self.path is None:
            return socket.create_server((self.host, self.port), backlog=WAITING_CALLERS)
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX)
        with _short_path(self.path) as path:
            listening.bind(path)
        self.path.chmod(0o600)
        listening.listen(WAITING_CALLERS)
        return listening

    def connect(self, seconds: float) -> socket.socket:
        """A connection to Flower, on which nothing takes longer. Raises OSError."""
        if self.path is None:
            return socket.create_connection((self.host, self.port), timeout=seconds)
        calling = socket.socket(socket.AF_UNIX)
        calling.settimeout(seconds)
        try:
            with _short_path(self.path) as path:
                calling.connect(path)
        except OSError:
            calling.close()
            raise
        return calling


@contextmanager
def _short_path(path: Path) -> Iterator[str]:
    """A short path to the same file: a socket's is limited to 107 bytes, and VAR_DIR is not."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
