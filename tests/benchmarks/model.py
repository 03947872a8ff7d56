"""The bare model: what onnxruntime does with all cores and nothing around it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from workers.models.encoder import Encoder


def measure_bare_model(encoder_dir: Path, texts: list[str]) -> float:
    """Texts a second, int8, one at a time on as many threads as there are cores."""
    encoder = Encoder(encoder_dir, threads=os.cpu_count() or 1)
    encoder.warm()
    started = time.perf_counter()
    encoder.embed(texts)
    rate = len(texts) / (time.perf_counter() - started)
    encoder.close()
    return rate
