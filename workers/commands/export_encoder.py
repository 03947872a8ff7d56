from __future__ import annotations

import argparse
import os

from config.console import say
from config.environment import Environment
from workers.models.export import ensure_encoder
from workers.settings import read_encoder_settings


def run(options: argparse.Namespace) -> None:
    """`export-encoder`: fetched and checked, where it is not there yet."""
    settings = read_encoder_settings(Environment(os.environ))
    say(f"The encoder is in {ensure_encoder(settings.folder, say)}.")
