"""How a server ends, and how it does not begin."""

from __future__ import annotations

import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from config.services.processes import wait_until
from tests.integration.serving.server import InferenceServer
from tests.processes import WORKERS, environment_for, run

LONG = ["How can I get my money back for a lamp that arrived broken?"] * 256


def test_told_to_end_it_is_not_ready_first_and_answers_whoever_waits(
    model_dir: Path, encoder_dir: Path, tmp_path: Path
) -> None:
    with (
        InferenceServer(model_dir, encoder_dir, tmp_path, INFERENCE_THREADS="1") as server,
        ThreadPoolExecutor() as callers,
    ):
        asked = [callers.submit(server.infer, "encoder", *LONG) for _ in range(3)]
        assert wait_until(lambda: server.metric("firstline_inference_waiting") == 2, 20)
        server.program.tell(signal.SIGTERM)
        assert wait_until(lambda: not server.is_ready(), 10)
        # It says so itself, and is still there for whoever asks.
        assert server.rest.get("/v2/health/ready").status_code == 503
        assert server.rest.get("/v2/health/live").status_code == 200
        assert health(server) == health_pb2.HealthCheckResponse.NOT_SERVING
        assert not all(each.done() for each in asked)
        assert [each.result().status_code for each in asked] == [200, 200, 200]
        assert server.program.await_end() == 0
        with pytest.raises(httpx.ConnectError):
            server.rest.get("/v2/health/live")


def health(server: InferenceServer) -> int:
    with grpc.insecure_channel(server.grpc_address) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        return int(stub.Check(health_pb2.HealthCheckRequest()).status)


@pytest.mark.parametrize("name", ["INFERENCE_HTTP_PORT", "INFERENCE_GRPC_PORT"])
def test_a_port_that_is_taken_stops_it_with_one_line(
    model_dir: Path, encoder_dir: Path, tmp_path: Path, name: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        variables = {name: str(other.getsockname()[1])}
        environment = environment_for(tmp_path, encoder_dir) | variables
        done = run((*WORKERS, "serve", "--model", str(model_dir)), environment)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("Cannot listen at 127.0.0.1:")
    assert name in line
