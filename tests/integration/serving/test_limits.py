"""A token, TLS, few places, and callers who cannot wait: what a guarded server does with them."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import httpx
import numpy as np
import pytest
from tritonclient import grpc as triton_grpc
from tritonclient import http as triton_http
from tritonclient.utils import InferenceServerException

from config.services.processes import wait_until
from tests.integration.serving.conftest import TOKEN
from tests.integration.serving.server import InferenceServer
from workers.serving.texts import MOST_TEXTS

HEADERS = {"Authorization": f"Bearer {TOKEN}"}
METADATA = {"authorization": f"Bearer {TOKEN}"}
# Takes one thread most of a second.
LONG = ["How can I get my money back for a lamp that arrived broken?"] * (MOST_TEXTS // 2)


@pytest.fixture
def callers() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as callers:
        yield callers


def rest_client(server: InferenceServer, certificate: Path) -> triton_http.InferenceServerClient:
    return triton_http.InferenceServerClient(
        server.http_address, ssl=True, ssl_options={"ca_certs": str(certificate)}
    )


def grpc_client(server: InferenceServer, certificate: Path) -> triton_grpc.InferenceServerClient:
    return triton_grpc.InferenceServerClient(
        server.grpc_address, ssl=True, root_certificates=str(certificate)
    )


def text_input(module: Any, texts: list[str]) -> list[Any]:
    tensor = module.InferInput("text", [len(texts)], "BYTES")
    tensor.set_data_from_numpy(np.array([text.encode() for text in texts], dtype=np.object_))
    return [tensor]


def occupy(
    server: InferenceServer, callers: ThreadPoolExecutor, waiting: int
) -> list[Future[httpx.Response]]:
    """Have the only thread busy, and then so many callers wait."""
    before = texts_run(server)
    asked = [callers.submit(server.infer, "encoder", *LONG)]
    assert wait_until(lambda: texts_run(server) == before + len(LONG), 20)
    asked += [callers.submit(server.infer, "encoder", "waits") for _ in range(waiting)]
    assert wait_until(lambda: server.metric("firstline_inference_waiting") == waiting, 20)
    return asked


def texts_run(server: InferenceServer) -> float:
    return server.metric("firstline_inference_batch_texts_sum")


def test_whoever_shows_no_token_is_refused_and_probes_are_answered(
    guarded_server: InferenceServer, certificate: Path
) -> None:
    rest, remote = (
        rest_client(guarded_server, certificate),
        grpc_client(guarded_server, certificate),
    )
    assert rest.is_server_ready()
    assert remote.is_server_ready()
    inputs = text_input(triton_http, ["hello"])
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        with pytest.raises(InferenceServerException, match="Show the server's token") as refused:
            rest.infer("intent", inputs, headers=headers)
        assert refused.value.status() == "401"
    with pytest.raises(InferenceServerException, match="Show the server's token") as refused:
        remote.infer("intent", text_input(triton_grpc, ["hello"]))
    assert refused.value.status() == "StatusCode.UNAUTHENTICATED"
    with httpx.Client(verify=ssl.create_default_context(cafile=certificate)) as nobody:
        assert nobody.get(f"{guarded_server.rest.base_url}/metrics").status_code == 401


def test_whoever_shows_the_token_is_answered_over_tls(
    guarded_server: InferenceServer, certificate: Path
) -> None:
    rest, remote = (
        rest_client(guarded_server, certificate),
        grpc_client(guarded_server, certificate),
    )
    one = rest.infer("encoder", text_input(triton_http, ["hello"]), headers=HEADERS)
    two = remote.infer("encoder", text_input(triton_grpc, ["hello"]), headers=METADATA)
    assert (one.as_numpy("embedding") == two.as_numpy("embedding")).all()


def test_a_caller_too_many_is_told_at_once_and_who_waits_is_answered(
    guarded_server: InferenceServer, certificate: Path, callers: ThreadPoolExecutor
) -> None:
    remote = grpc_client(guarded_server, certificate)
    asked = occupy(guarded_server, callers, waiting=1)
    refused = guarded_server.infer("intent", "one too many")
    with pytest.raises(InferenceServerException, match="wait already") as too_many:
        remote.infer("intent", text_input(triton_grpc, ["hello"]), headers=METADATA)
    # Both came back while the first was still at work.
    assert not asked[0].done()
    assert refused.status_code == 429
    assert "try again later" in refused.json()["error"]
    assert too_many.value.status() == "StatusCode.RESOURCE_EXHAUSTED"
    assert [each.result().status_code for each in asked] == [200, 200]
    assert guarded_server.infer("intent", "hello").status_code == 200


def test_a_deadline_is_kept_and_what_came_too_late_never_runs(
    guarded_server: InferenceServer, certificate: Path, callers: ThreadPoolExecutor
) -> None:
    rest, remote = (
        rest_client(guarded_server, certificate),
        grpc_client(guarded_server, certificate),
    )
    (busy,) = occupy(guarded_server, callers, waiting=0)
    before = texts_run(guarded_server)
    with pytest.raises(InferenceServerException, match="time allowed") as late:
        rest.infer("intent", text_input(triton_http, ["late"]), timeout=5000, headers=HEADERS)
    assert late.value.status() == "504"
    inputs = text_input(triton_grpc, ["late"])
    with pytest.raises(InferenceServerException, match="time allowed") as late:
        remote.infer("intent", inputs, timeout=5000, headers=METADATA)
    assert late.value.status() == "StatusCode.DEADLINE_EXCEEDED"
    with pytest.raises(InferenceServerException) as late:
        remote.infer("intent", inputs, client_timeout=0.005, headers=METADATA)
    assert late.value.status() == "StatusCode.DEADLINE_EXCEEDED"
    assert not busy.done()
    assert busy.result().status_code == 200
    assert texts_run(guarded_server) == before


def test_what_a_caller_who_has_gone_asked_never_runs(
    guarded_server: InferenceServer, certificate: Path, callers: ThreadPoolExecutor
) -> None:
    (busy,) = occupy(guarded_server, callers, waiting=0)
    before = texts_run(guarded_server)
    with ask_by_hand(guarded_server, certificate):
        assert wait_until(lambda: guarded_server.metric("firstline_inference_waiting") == 1, 20)
    assert wait_until(lambda: guarded_server.metric("firstline_inference_waiting") == 0, 20)
    call = ask_remotely(guarded_server, certificate)
    assert wait_until(lambda: guarded_server.metric("firstline_inference_waiting") == 1, 20)
    call.cancel()
    assert wait_until(lambda: guarded_server.metric("firstline_inference_waiting") == 0, 20)
    assert not busy.done()
    assert busy.result().status_code == 200
    assert texts_run(guarded_server) == before


def ask_by_hand(server: InferenceServer, certificate: Path) -> socket.socket:
    """A connection that has asked over REST, and does not read the answer."""
    tensor = {"name": "text", "datatype": "BYTES", "shape": [1], "data": ["gone"]}
    body = json.dumps({"inputs": [tensor]})
    plain = socket.create_connection(("127.0.0.1", server.http_port))
    context = ssl.create_default_context(cafile=certificate)
    connection = context.wrap_socket(plain, server_hostname="127.0.0.1")
    connection.sendall(
        f"POST /v2/models/intent/infer HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    return connection


def ask_remotely(server: InferenceServer, certificate: Path) -> Any:
    """A call over gRPC that is under way."""
    request = triton_grpc.service_pb2.ModelInferRequest(model_name="intent")
    request.inputs.add(name="text", datatype="BYTES", shape=[1])
    request.inputs[0].contents.bytes_contents.append(b"gone")
    credentials = grpc.ssl_channel_credentials(certificate.read_bytes())
    channel = grpc.secure_channel(server.grpc_address, credentials)
    stub = triton_grpc.service_pb2_grpc.GRPCInferenceServiceStub(channel)
    return stub.ModelInfer.future(request, metadata=[("authorization", f"Bearer {TOKEN}")])
