"""The protocol over REST, asked by NVIDIA's client and by hand."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from tritonclient import http as triton
from tritonclient.utils import InferenceServerException

from tests.integration.serving.server import InferenceServer
from workers.models.encoder import Encoder

TEXTS = ["Where is my parcel?", "Ich möchte mein Geld zurück!", "", "多谢 🎉", "a\0b"]


@pytest.fixture(scope="module")
def client(server: InferenceServer) -> triton.InferenceServerClient:
    return triton.InferenceServerClient(server.http_address)


def text_input(
    texts: list[str], shape: list[int] | None = None, *, binary: bool = True
) -> list[triton.InferInput]:
    values = np.array([text.encode() for text in texts], dtype=np.object_)
    tensor = triton.InferInput("text", shape or [len(texts)], "BYTES")
    tensor.set_data_from_numpy(values.reshape(shape or [len(texts)]), binary_data=binary)
    return [tensor]


def said(values: Any) -> list[Any]:
    """A BYTES tensor as texts."""
    return [each.decode() for each in values.reshape(-1)]


def test_it_lives_is_ready_and_says_what_it_is(client: triton.InferenceServerClient) -> None:
    assert client.is_server_live()
    assert client.is_server_ready()
    metadata = client.get_server_metadata()
    assert metadata["name"] == "firstline"
    assert "binary_tensor_data" in metadata["extensions"]


@pytest.mark.parametrize("name", ["encoder", "intent", "sentiment", "understand"])
def test_a_model_says_what_it_takes_and_gives_what_it_says(
    client: triton.InferenceServerClient, name: str
) -> None:
    metadata = client.get_model_metadata(name)
    assert metadata["inputs"] == [{"name": "text", "datatype": "BYTES", "shape": [-1]}]
    (version,) = metadata["versions"]
    assert client.is_model_ready(name, version)
    assert not client.is_model_ready(name, "another")
    # Only the pools ask for features, which are eight times as long as an embedding.
    usual = [output for output in metadata["outputs"] if output["name"] != "features"]
    result = client.infer(name, text_input(TEXTS), model_version=version).get_response()
    assert result["model_version"] == version
    for output, described in zip(result["outputs"], usual, strict=True):
        assert (output["name"], output["datatype"]) == (described["name"], described["datatype"])
        assert len(output["shape"]) == len(described["shape"])
        assert output["shape"][0] == len(TEXTS)


@pytest.mark.parametrize("binary_in", [True, False])
@pytest.mark.parametrize("binary_out", [True, False])
@pytest.mark.parametrize("shape", [[len(TEXTS)], [len(TEXTS), 1]])
def test_an_embedding_is_that_of_the_bare_session_to_the_last_bit(
    client: triton.InferenceServerClient,
    encoder: Encoder,
    binary_in: bool,
    binary_out: bool,
    shape: list[int],
) -> None:
    outputs = [triton.InferRequestedOutput("embedding", binary_data=binary_out)]
    inputs = text_input(TEXTS, shape, binary=binary_in)
    result = client.infer("encoder", inputs, outputs=outputs, request_id="seven")
    embeddings = result.as_numpy("embedding")
    assert embeddings.dtype == np.float32
    assert embeddings.tobytes() == encoder.embed(TEXTS).tobytes()
    assert result.get_response()["id"] == "seven"


def test_intents_come_best_first_with_their_confidence(
    client: triton.InferenceServerClient,
) -> None:
    result = client.infer("intent", text_input(["please refund me", "cancel my order"]))
    labels, confidence = result.as_numpy("label"), result.as_numpy("confidence")
    assert labels.shape == confidence.shape == (2, 3)
    assert said(labels[:, 0]) == ["refund", "cancel"]
    assert (np.diff(confidence, axis=1) <= 0).all()


def test_everything_at_once_says_what_each_model_says(
    client: triton.InferenceServerClient,
) -> None:
    text = "please refund me, I am bob@example.com"
    result = client.infer("understand", text_input([text]))
    (understanding,) = map(json.loads, said(result.as_numpy("understanding")))
    assert said(result.as_numpy("intent")) == ["refund"] == [understanding["intents"][0]["label"]]
    assert said(result.as_numpy("language")) == ["en"]
    (entity,) = [e for e in understanding["entities"] if e["label"] == "email"]
    assert text[entity["start"] : entity["end"]] == "bob@example.com"
    assert "bob@example.com" not in understanding["clean_text"]
    sentiment = client.infer("sentiment", text_input([text]))
    assert said(sentiment.as_numpy("label")) == [understanding["sentiment"]["label"]]
    assert sentiment.as_numpy("score").tolist() == pytest.approx(
        [understanding["sentiment"]["score"]]
    )


def test_only_the_outputs_that_were_asked_for_come_back(
    client: triton.InferenceServerClient,
) -> None:
    outputs = [triton.InferRequestedOutput("confidence")]
    result = client.infer("intent", text_input(["hello"]), outputs=outputs)
    assert [output["name"] for output in result.get_response()["outputs"]] == ["confidence"]


def test_features_come_to_whoever_names_them(
    client: triton.InferenceServerClient, encoder: Encoder
) -> None:
    outputs = [triton.InferRequestedOutput("features")]
    result = client.infer("encoder", text_input(TEXTS), outputs=outputs)
    assert result.as_numpy("features").tobytes() == encoder.encode(TEXTS).tobytes()


def test_an_unknown_model_or_output_is_named_in_the_refusal(
    client: triton.InferenceServerClient,
) -> None:
    with pytest.raises(InferenceServerException, match=r"no model 'bert'.* encoder, intent") as no:
        client.infer("bert", text_input(["hello"]))
    assert no.value.status() == "404"
    wanted = [triton.InferRequestedOutput("logits")]
    with pytest.raises(InferenceServerException, match=r"no output 'logits'.* label, confidence"):
        client.infer("intent", text_input(["hello"]), outputs=wanted)
    with pytest.raises(InferenceServerException, match="no version '9'"):
        client.get_model_metadata("intent", "9")


TENSOR = {"name": "text", "datatype": "BYTES", "shape": [1], "data": ["hello"]}


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"name": "words"}, 400, "'words'; send one named 'text'"),
        ({"datatype": "FP32"}, 400, "datatype 'FP32'; send BYTES"),
        ({"shape": [2]}, 400, "1 elements but its shape says 2"),
        ({"shape": [1, 2]}, 400, "shape [1, 2]; send [n] or [n, 1]"),
        ({"shape": [0], "data": []}, 400, "shape [0]"),
        ({"shape": [-1]}, 400, "shape [-1]"),
        ({"data": [5]}, 400, "are texts"),
        ({"data": None}, 400, "0 elements"),
        ({"shape": "one"}, 400, "inputs.0.shape"),
        ({"shape": [513], "data": ["x"] * 513}, 413, "at most 512"),
        ({"data": ["x" * 100_001]}, 413, "Text 0 has 100001 characters"),
        ({"parameters": {"binary_data_size": 3}}, 400, "binary_data_size"),
    ],
)
def test_a_tensor_that_is_not_texts_is_refused_and_the_next_request_is_answered(
    server: InferenceServer, changes: dict[str, Any], status: int, reason: str
) -> None:
    refused = server.rest.post("/v2/models/encoder/infer", json={"inputs": [TENSOR | changes]})
    assert refused.status_code == status
    assert reason in refused.json()["error"]
    assert server.infer("encoder", "hello").status_code == 200


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"[]", {}, 400),
        (b'{"inputs": []}', {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"{}", {"Inference-Header-Content-Length": "9"}, 400),
        (b"{}", {"Inference-Header-Content-Length": "-1"}, 400),
        (b"{}", {"Content-Encoding": "gzip"}, 415),
        (b" " * (4 << 20) + b"{}", {}, 413),
        (json.dumps({"inputs": [TENSOR], "parameters": {"timeout": -5}}).encode(), {}, 400),
    ],
)
def test_a_body_that_is_no_request_is_refused_in_one_sentence(
    server: InferenceServer, body: bytes, headers: dict[str, str], status: int
) -> None:
    refused = server.rest.post("/v2/models/encoder/infer", content=body, headers=headers)
    assert refused.status_code == status
    assert refused.json()["error"]


def test_bytes_that_are_not_utf_8_are_refused_by_place_and_not_repeated(
    client: triton.InferenceServerClient,
) -> None:
    tensor = triton.InferInput("text", [2], "BYTES")
    tensor.set_data_from_numpy(np.array([b"fine", b"\xffsecret"], dtype=np.object_))
    with pytest.raises(InferenceServerException, match="Text 1 is not UTF-8") as refused:
        client.infer("encoder", [tensor])
    assert refused.value.status() == "400"
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("path", ["/", "/v2/models", "/v3", "/v2/models/intent/explain"])
def test_nothing_is_at_another_address(server: InferenceServer, path: str) -> None:
    assert server.rest.get(path).status_code == 404


def test_requests_are_counted_by_model_and_outcome(server: InferenceServer) -> None:
    line = 'firstline_inference_requests_total{code="NOT_FOUND",door="rest",model="unknown"}'
    before = server.metric(line)
    server.infer("made-up-by-a-caller", "hello")
    assert server.metric(line) == before + 1
    assert "made-up-by-a-caller" not in server.rest.get("/metrics").text
