"""Starts an inference server from its settings."""

from __future__ import annotations

from pathlib import Path

import uvloop

from config.console import Say
from config.environment import Environment
from workers.models.artifact import load_model
from workers.models.encoder import Encoder
from workers.models.session import find_provider
from workers.needed_database import needed_database
from workers.serving.readers import Readers
from workers.serving.server import check_addresses, serve
from workers.serving.settings import read_serving_settings
from workers.settings import read_encoder_settings
from workers.text.patterns import Lexicon


def run_server(environment: Environment, model: Path | None, say: Say) -> None:
    """Serve until a signal to stop: the model in a folder, or else the workspace's champion.

    Raises SettingError and SetupError with the repair.
    """
    settings = read_serving_settings(environment)
    wanted = read_encoder_settings(environment)
    check_addresses(settings)
    provider = find_provider(require_gpu=wanted.require_gpu)
    say(f"Loading the models on {provider.value} …")
    encoder = Encoder(wanted.folder, provider=provider, threads=wanted.threads)
    encoder.warm()
    readers = _readers_of_folder(model, encoder) if model else _readers_of_workspace(encoder)
    uvloop.run(serve(settings, readers, wanted.threads, say))
    readers.stop()


def _readers_of_workspace(encoder: Encoder) -> Readers:
    from workers.loaded.champion import champion
    from workers.loaded.lexicon import lexicon

    readers = Readers(encoder, champion(encoder.identity).current, lexicon().current)
    with needed_database():
        readers.start()
    return readers


def _readers_of_folder(folder: Path, encoder: Encoder) -> Readers:
    model = load_model(folder, encoder.identity)
    lexicon = Lexicon(model.taught)
    readers = Readers(encoder, lambda: model, lambda: lexicon)
    readers.start()
    return readers
