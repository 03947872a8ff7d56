"""`python -m workers serve` as an operator starts it, and the plain view on it."""

from __future__ import annotations

import re
import ssl
from pathlib import Path
from typing import Any, Self

import httpx

from config.services.processes import free_port, wait_until
from tests.processes import WORKERS, Program, environment_for

READY_SECONDS = 60


class InferenceServer:
    """One process, as a context; `variables` are what its environment sets beside the ports.

    Without a model's folder it answers with the champion of DATABASE_URL.
    """

    def __init__(
        self, model: Path | None, encoder_dir: Path, folder: Path, **variables: str
    ) -> None:
        self.http_port, self.grpc_port = free_port(), free_port()
        self.http_address = f"127.0.0.1:{self.http_port}"
        self.grpc_address = f"127.0.0.1:{self.grpc_port}"
        secure = "INFERENCE_KEY" in variables
        scheme = "https" if secure else "http"
        token = variables.get("INFERENCE_TOKEN")
        self.rest = httpx.Client(
            base_url=f"{scheme}://{self.http_address}",
            headers={"Authorization": f"Bearer {token}"} if token else {},
            verify=ssl.create_default_context(cafile=variables.get("INFERENCE_CERTIFICATE")),
            timeout=30,
        )
        environment = environment_for(folder, encoder_dir) | {
            "INFERENCE_HTTP_PORT": str(self.http_port),
            "INFERENCE_GRPC_PORT": str(self.grpc_port),
            **variables,
        }
        named = () if model is None else ("--model", str(model))
        self.program = Program((*WORKERS, "serve", *named), environment, folder / "serve.log")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.rest.close()
        self.program.stop()

    def start(self) -> None:
        """Start it (again), and wait until it listens; with a model's folder it is ready then."""
        self.program.start()
        assert wait_until(lambda: self.answers("/v2/health/live"), READY_SECONDS), (
            self.program.output()
        )

    def is_ready(self) -> bool:
        """Whether every model answers."""
        return self.answers("/v2/health/ready")

    def answers(self, path: str) -> bool:
        """Whether REST says 200; no where nobody listens."""
        try:
            return self.rest.get(path).status_code == 200
        except httpx.TransportError:
            return False

    def infer(self, model: str, *texts: str, **parameters: Any) -> httpx.Response:
        """Ask over REST in plain JSON."""
        tensor = {"name": "text", "datatype": "BYTES", "shape": [len(texts)], "data": texts}
        body = {"inputs": [tensor], "parameters": parameters}
        return self.rest.post(f"/v2/models/{model}/infer", json=body)

    def metric(self, line: str) -> float:
        """The value of a line of the metrics, 0 where it is not there yet."""
        metrics = self.rest.get("/metrics").text
        found = re.search(rf"^{re.escape(line)} (\S+)$", metrics, re.MULTILINE)
        return float(found[1]) if found else 0.0
