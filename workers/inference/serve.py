"""The models of this process: the encoder for good, the heads for as long as they are champion."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import structlog

from config.environment import Environment
from workers.errors import ServiceAwayError, SetupError
from workers.models.artifact import Model, load_model
from workers.models.encoder import Encoder
from workers.models.model_manifest import DamagedArtifactError
from workers.models.session import find_provider
from workers.models.text_encoder import TextEncoder
from workers.serving.client import RemoteEncoder, ServerAddress
from workers.settings import EncoderSettings, read_encoder_settings

log = structlog.get_logger()
REFRESH_SECONDS = 5.0
SERVER_WAIT_SECONDS = 2.0
FindChampion = Callable[[], str | None]
ReadFiles = Callable[[str], dict[str, bytes]]


@cache
def encoder() -> TextEncoder:
    """The one of this process, ready to be used: loaded here, or asked for at INFERENCE_URL.

    Raises when a GPU is required and there is none; waits while the server is away.
    """
    settings = read_encoder_settings(Environment(os.environ))
    return _await_server(settings) if settings.url else _load(settings)


def _load(settings: EncoderSettings) -> Encoder:
    provider = find_provider(require_gpu=settings.require_gpu)
    loaded = Encoder(settings.folder, provider=provider, threads=settings.threads)
    loaded.warm()
    log.info("encoder_ready", provider=provider.value, encoder=loaded.identity)
    return loaded


def _await_server(settings: EncoderSettings) -> RemoteEncoder:
    address = ServerAddress(settings.url, settings.token, settings.certificate)
    while True:
        try:
            return RemoteEncoder(address)
        except ServiceAwayError as error:
            log.warning("inference_server_away", reason=str(error))
            time.sleep(SERVER_WAIT_SECONDS)


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

        One that this release cannot read, as in the midst of an upgrade, is said in the log; the
        one before it goes on answering.
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
        log.info("model_ready", model_version=version)

    def _load(self, version: str, encoder_identity: str) -> Model:
        """From the copy on this machine; one that is damaged is fetched again."""
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
