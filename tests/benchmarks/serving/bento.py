"""The same encoder behind BentoML: `bentoml serve tests.benchmarks.serving.bento:Embedding`.

Run in an environment of its own, with a worker of one thread for each core.
"""

from __future__ import annotations

import os
from pathlib import Path

import bentoml
import numpy as np

from workers.models.encoder import Encoder


@bentoml.service(workers=int(os.environ["WORKERS"]), traffic={"timeout": 30})
class Embedding:
    """One text in, its embedding out."""

    def __init__(self) -> None:
        self._encoder = Encoder(Path(os.environ["ENCODER_DIR"]), threads=1)
        self._encoder.warm()

    @bentoml.api(route="/predict")
    def predict(self, text: str) -> np.ndarray:
        """Float32 (384,)."""
        return self._encoder.embed([text])[0]
