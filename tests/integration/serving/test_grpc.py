"""The protocol over gRPC, asked by NVIDIA's client; health and reflection by gRPC's own stubs."""

from __future__ import annotations

import queue
from pathlib import Path
from typing import Any

import grpc
import numpy as np
import pytest
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)
from tritonclient import grpc as triton
from tritonclient.utils import InferenceServerException

from tests.integration.serving.server import InferenceServer
from workers.models.encoder import Encoder

TEXTS = ["Where is my parcel?", "Ich möchte mein Geld zurück!", "", "多谢 🎉"]
SERVICE = "inference.GRPCInferenceService"
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def client(server: InferenceServer) -> triton.InferenceServerClient:
    return triton.InferenceServerClient(server.grpc_address)


def text_input(texts: list[Any], shape: list[int] | None = None) -> list[triton.InferInput]:
    values = np.array(texts, dtype=np.object_).reshape(shape or [len(texts)])
    tensor = triton.InferInput("text", list(values.shape), "BYTES")
    tensor.set_data_from_numpy(values)
    return [tensor]


def test_it_lives_is_ready_and_says_what_it_is(client: triton.InferenceServerClient) -> None:
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.get_server_metadata().name == "firstline"


@pytest.mark.parametrize("name", ["encoder", "intent", "sentiment", "understand"])
def test_a_model_says_what_it_takes_and_gives_what_it_says(
    client: triton.InferenceServerClient, name: str
) -> None:
    metadata = client.get_model_metadata(name)
    assert [(each.name, each.datatype) for each in metadata.inputs] == [("text", "BYTES")]
    assert client.is_model_ready(name, metadata.versions[0])
    assert not client.is_model_ready(name, "another")
    result = client.infer(name, text_input(TEXTS), request_id="seven").get_response()
    assert (result.id, result.model_version) == ("seven", metadata.versions[0])
    described = [(o.name, o.datatype) for o in metadata.outputs if o.name != "features"]
    assert [(each.name, each.datatype) for each in result.outputs] == described


@pytest.mark.parametrize("shape", [[len(TEXTS)], [len(TEXTS), 1]])
def test_an_embedding_is_that_of_the_bare_session_to_the_last_bit(
    client: triton.InferenceServerClient, encoder: Encoder, shape: list[int]
) -> None:
    embeddings = client.infer("encoder", text_input(TEXTS, shape)).as_numpy("embedding")
    assert embeddings.tobytes() == encoder.embed(TEXTS).tobytes()


def test_many_callers_at_once_get_each_the_answer_to_their_own(
    client: triton.InferenceServerClient, encoder: Encoder
) -> None:
    answers: queue.SimpleQueue[tuple[int, Any, Any]] = queue.SimpleQueue()
    texts = [f"parcel number {number} is late" for number in range(60)]
    for place, text in enumerate(texts):

        def keep(result: Any, error: Any, place: int = place) -> None:
            answers.put((place, result, error))

        client.async_infer("encoder", text_input([text]), callback=keep)
    expected = encoder.embed(texts)
    for _ in texts:
        place, result, error = answers.get(timeout=30)
        assert error is None
        assert result.as_numpy("embedding").tobytes() == expected[place].tobytes()


def test_contents_may_come_in_their_own_field_as_well(
    server: InferenceServer, encoder: Encoder
) -> None:
    request = triton.service_pb2.ModelInferRequest(model_name="encoder")
    tensor = request.inputs.add(name="text", datatype="BYTES", shape=[1])
    tensor.contents.bytes_contents.append(b"hello")
    with grpc.insecure_channel(server.grpc_address) as channel:
        stub = triton.service_pb2_grpc.GRPCInferenceServiceStub(channel)
        answer = stub.ModelInfer(request)
        assert answer.raw_output_contents[0] == encoder.embed(["hello"]).tobytes()
        request.raw_input_contents.append(b"\x05\0\0\0hello")
        with pytest.raises(grpc.RpcError) as twice:
            stub.ModelInfer(request)
    assert twice.value.code() is grpc.StatusCode.INVALID_ARGUMENT


@pytest.mark.parametrize(
    ("asked", "values", "status", "reason"),
    [
        ("bert text BYTES", [b"x"], "NOT_FOUND", "There is no model 'bert'"),
        ("intent words BYTES", [b"x"], "INVALID_ARGUMENT", "send one named 'text'"),
        ("intent text FP32", [1.0], "INVALID_ARGUMENT", "datatype 'FP32'"),
        ("intent text BYTES", [b"\xff"], "INVALID_ARGUMENT", "Text 0 is not UTF-8"),
        ("intent text BYTES", [[b"x", b"y"]], "INVALID_ARGUMENT", r"shape \[1, 2\]"),
        ("intent text BYTES", [b"x"] * 513, "INVALID_ARGUMENT", "at most 512"),
    ],
)
def test_what_is_no_request_is_refused_with_its_code_and_what_to_send(
    client: triton.InferenceServerClient,
    asked: str,
    values: list[Any],
    status: str,
    reason: str,
) -> None:
    model, name, datatype = asked.split()
    array = np.array(values, dtype=np.float32 if datatype == "FP32" else np.object_)
    tensor = triton.InferInput(name, list(array.shape), datatype)
    tensor.set_data_from_numpy(array)
    with pytest.raises(InferenceServerException, match=reason) as refused:
        client.infer(model, [tensor])
    assert refused.value.status() == f"StatusCode.{status}"


def test_a_few_packed_bytes_do_not_fill_the_memory(server: InferenceServer) -> None:
    before = most_memory_of(server)
    request = triton.service_pb2.ModelInferRequest(model_name="encoder")
    request.inputs.add(name="text", datatype="BYTES", shape=[1])
    request.raw_input_contents.append(bytes(256 * MEGABYTE))
    with grpc.insecure_channel(
        server.grpc_address,
        [("grpc.max_send_message_length", -1)],
        compression=grpc.Compression.Gzip,
    ) as channel:
        stub = triton.service_pb2_grpc.GRPCInferenceServiceStub(channel)
        with pytest.raises(grpc.RpcError) as refused:
            stub.ModelInfer(request)
    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED
    assert most_memory_of(server) < before + 64 * MEGABYTE


def most_memory_of(server: InferenceServer) -> int:
    """The most bytes that the server's process has had in memory so far."""
    status = Path(f"/proc/{server.program.pid}/status").read_text(encoding="utf-8")
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


@pytest.mark.parametrize("name", ["", SERVICE])
def test_the_standard_health_service_says_that_it_serves(
    server: InferenceServer, name: str
) -> None:
    with grpc.insecure_channel(server.grpc_address) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        answer = stub.Check(health_pb2.HealthCheckRequest(service=name))
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_reflection_tells_the_whole_protocol(server: InferenceServer) -> None:
    with grpc.insecure_channel(server.grpc_address) as channel:
        database = ProtoReflectionDescriptorDatabase(channel)
        assert {SERVICE, "grpc.health.v1.Health"} <= set(database.get_services())
        pool: Any = DescriptorPool(database)
        service = pool.FindServiceByName(SERVICE)
    assert {method.name for method in service.methods} == {
        "ServerLive",
        "ServerReady",
        "ModelReady",
        "ServerMetadata",
        "ModelMetadata",
        "ModelInfer",
    }
