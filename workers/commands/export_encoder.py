from __future__ import annotations

import argparse
import os

from config.console import say
from config.environment import Environment
from workers.models.export import ensure_encoder
from workers.settings import ROOT


def run(options: argparse.Namespace) -> None:
    """`export-encoder`: fetched and checked, where it is not there yet."""
    environment = Environment(os.environ)
    var_dir = environment.path("VAR_DIR", ROOT / "var")
    folder = ensure_encoder(environment.path("ENCODER_DIR", var_dir / "encoder"), say)
    say(f"The encoder is in {folder}.")
