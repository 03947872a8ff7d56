"""Reads the champion, by a copy of its files that is unpacked on this machine."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from workers.models.artifact import Model, load_model
from workers.models.model_manifest import DamagedArtifactError

log = structlog.get_logger()
# Unpacked copies besides the champion's: another process on this machine may be reading one.
KEPT_BESIDE = 3
FindChampion = Callable[[], str | None]
ReadFiles = Callable[[str], dict[str, bytes]]


class ChampionReader:
    """Reads for one encoder. `folder`: the copies, which processes of this machine share."""

    def __init__(
        self,
        folder: Path,
        encoder_identity: str,
        find_champion: FindChampion,
        read_files: ReadFiles,
    ) -> None:
        self._folder = folder
        self._encoder_identity = encoder_identity
        self._find_champion = find_champion
        self._read_files = read_files

    def read(self, before: Model | None) -> Model | None:
        """The champion, or `before` where that still is it, or where there is none.

        Raises SetupError where this release cannot read it, as during an upgrade.
        """
        version = self._find_champion()
        if version is None or (before and before.version == version):
            return before
        model = self._load(version)
        self._forget_old(version)
        log.info("model_ready", model_version=version)
        return model

    def _forget_old(self, serving: str) -> None:
        """Delete older copies, which would fill the disk. They can be fetched again."""
        others = [folder for folder in self._folder.iterdir() if folder.name != serving]
        unpacked = [folder for folder in others if not folder.suffix]
        # Another process may be deleting it as well.
        with suppress(FileNotFoundError):
            for folder in sorted(unpacked, key=lambda each: each.stat().st_mtime)[:-KEPT_BESIDE]:
                shutil.rmtree(folder, ignore_errors=True)

    def _load(self, version: str) -> Model:
        """Load the copy on this machine; where it is damaged, fetch it again."""
        folder = self._folder / version
        if folder.exists():
            try:
                return load_model(folder, self._encoder_identity)
            except DamagedArtifactError as error:
                log.warning("model_fetched_again", reason=str(error))
                shutil.rmtree(folder)
        self._unpack(version, folder)
        return load_model(folder, self._encoder_identity)

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
