"""The same encoder behind LitServe: `python -m tests.benchmarks.serving.lit PORT`.

Run in an environment of its own, with a worker process of one thread for each core.
"""

import os
import sys
from pathlib import Path
from typing import Any

import litserve
import numpy as np
from fastapi import Request, Response

from workers.models.encoder import Encoder


class Embedding(litserve.LitAPI):
    """One text in, its embedding out."""

    def setup(self, device: str) -> None:
        self._encoder = Encoder(Path(os.environ["ENCODER_DIR"]), threads=1)
        self._encoder.warm()

    # LitServe reads these two annotations as they stand: the file does without postponed ones.
    def decode_request(self, request: Request, **_: Any) -> str:
        return request["text"]

    def predict(self, x: str, **_: Any) -> np.ndarray:
        return self._encoder.embed([x])[0]

    def encode_response(self, output: np.ndarray, **_: Any) -> Response:
        return {"embedding": output.tolist()}


if __name__ == "__main__":
    server = litserve.LitServer(
        Embedding(), accelerator="cpu", workers_per_device=int(os.environ["WORKERS"])
    )
    server.run(port=int(sys.argv[1]), log_level="warning", generate_client_file=False)
