"""The encoder of this process: loaded once, or a client of an inference server."""

from __future__ import annotations

import os
import time
from functools import cache

import structlog

from config.environment import Environment
from workers.errors import ServiceAwayError
from workers.models.encoder import Encoder
from workers.models.session import find_provider
from workers.models.text_encoder import TextEncoder
from workers.serving.client import RemoteEncoder, ServerAddress
from workers.settings import EncoderSettings, read_encoder_settings

log = structlog.get_logger()
SERVER_WAIT_SECONDS = 2.0


@cache
def encoder() -> TextEncoder:
    """The encoder of this process, ready for use: loaded here, or a client of INFERENCE_URL.

    Raises when a GPU is required and there is none; waits while the server is away.
    """
    settings = read_encoder_settings(Environment(os.environ))
    return _await_server(settings) if settings.url else _load(settings)


def is_remote() -> bool:
    """Whether an inference server is asked instead of an encoder that is loaded here."""
    return bool(read_encoder_settings(Environment(os.environ)).url)


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
