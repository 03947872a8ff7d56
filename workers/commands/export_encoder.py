from __future__ import annotations

import argparse
import os

from config.console import say
from config.environment import Environment
from workers.models.export import ensure_encoder
from workers.settings import read_encoder_settings


def run(options: argparse.Namespace) -> None:
    """`export-encoder`: download the encoder, check it and write its graphs, unless it is there."""
    settings = read_encoder_settings(Environment(os.environ))
    say(f"The encoder is in {ensure_encoder(settings.folder, say)}.")
