"""The encoder for the commands that need one; no command itself."""

from __future__ import annotations

import os

from config.console import remark
from config.environment import Environment
from workers.loaded.encoder import encoder
from workers.models.export import ensure_encoder
from workers.models.text_encoder import TextEncoder
from workers.settings import read_encoder_settings


def ready_encoder() -> TextEncoder:
    """The encoder of the settings, downloaded first where its folder is missing."""
    settings = read_encoder_settings(Environment(os.environ))
    if not settings.url:
        ensure_encoder(settings.folder, remark)
    return encoder()
