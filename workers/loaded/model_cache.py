"""Keeps the champion loaded in this process, and replaces it when another is promoted."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from workers.errors import SetupError
from workers.models.artifact import Model, load_model
from workers.models.model_manifest import DamagedArtifactError

log = structlog.get_logger()
REFRESH_SECONDS = 5.0
# Unpacked copies besides the champion's: another process on this machine may be reading one.
KEPT_BESIDE = 3
FindChampion = Callable[[], str | None]
ReadFiles = Callable[[str], dict[str, bytes]]


class ModelCache:
    """The champion, looked up every few seconds, so that a promotion reaches every machine."""

    def __init__(self, folder: Path, find_champion: FindChampion, read_files: ReadFiles) -> None:
        self._folder = folder
        self._find_champion = find_champion
        self._read_files = read_files
        self._lock = threading.Lock()
        self._model: Model | None = None
        self._checked_at = float("-inf")

    def current(self, encoder_identity: str) -> Model | None:
        """The champion, or None before the first training.

        Where this release cannot read the champion, as during an upgrade, that is logged and the
        previous one goes on answering.
        """
        with self._lock:
            if time.monotonic() - self._checked_at > REFRESH_SECONDS:
                self._checked_at = time.monotonic()
                try:
                    self._refresh(encoder_identity)
                except SetupError as error:
                    log.warning("champion_not_taken_up", reason=str(error))
            return self._model

    def _refresh(self, encoder_identity: str) -> None:
        version = self._find_champion()
        if version is None or (self._model and self._model.version == version):
            return
        self._model = self._load(version, encoder_identity)
        self._forget_old(version)
        log.info("model_ready", model_version=version)

    def _forget_old(self, serving: str) -> None:
        """Delete older copies, which would fill the disk. They can be fetched again."""
        others = [folder for folder in self._folder.iterdir() if folder.name != serving]
        unpacked = [folder for folder in others if not folder.suffix]
        # Another process may be deleting it as well.
        with suppress(FileNotFoundError):
            for folder in sorted(unpacked, key=lambda each: each.stat().st_mtime)[:-KEPT_BESIDE]:
                shutil.rmtree(folder, ignore_errors=True)

    def _load(self, version: str, encoder_identity: str) -> Model:
        """Load the copy on this machine; where it is damaged, fetch it again."""
        folder = self._folder / version
        if folder.exists():
            try:
                return load_model(folder, encoder_identity)
            except DamagedArtifactError as error:
                log.warning("model_fetched_again", reason=str(error))
                shutil.rmtree(folder)
        self._unpack(version, folder)
        return load_model(folder, encoder_identity)

    def _unpack(self, version: str, folder: Path) -> None:
        draft = folder.with_name(f"{version}.{threading.get_ident()}")
        draft.mkdir(parents=True, exist_ok=True)
        for name, content in self._read_files(version).items():
            (draft / name).write_bytes(content)
        try:
            draft.rename(folder)
        except OSError:
            # Another process was quicker, and its files are the same.
            shutil.rmtree(draft)
