"""A body over REST is a request or a refusal, whatever it is."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.serving.refusals import InvalidRequest, Refusal
from workers.serving.rest_format import LENGTH_HEADER, read_request, write_response
from workers.serving.service import InferenceResponse
from workers.serving.tensors import BytesTensor, FloatTensor, Tensor

SENDABLE = st.text(st.characters(exclude_categories=["Cs"]))
WORDS = "id inputs outputs parameters name datatype shape data timeout"
KEYS = st.sampled_from(WORDS.split())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
TENSOR: dict[str, Any] = {"name": "text", "datatype": "BYTES", "shape": [1], "data": ["hello"]}


@given(JSON | st.fixed_dictionaries({"inputs": st.lists(JSON, max_size=2)}), st.binary(max_size=9))
def test_whatever_is_sent_is_understood_or_refused(value: Any, tail: bytes) -> None:
    head = json.dumps(value).encode()
    for length in (None, b"%d" % len(head)):
        try:
            asked = read_request("encoder", "", head + tail, length)
        except Refusal:
            continue
        assert asked.request.texts


@given(st.dictionaries(st.sampled_from(sorted(TENSOR)), JSON, max_size=3))
def test_a_tensor_with_something_changed_is_understood_or_refused(changes: dict[str, Any]) -> None:
    body = json.dumps({"inputs": [TENSOR | changes]}).encode()
    try:
        asked = read_request("encoder", "", body, None)
    except Refusal:
        return
    assert len(asked.request.texts) == (TENSOR | changes)["shape"][0]


@given(st.lists(SENDABLE, min_size=1, max_size=5))
def test_texts_arrive_as_they_were_sent(texts: list[str]) -> None:
    tensor = TENSOR | {"shape": [len(texts)], "data": texts}
    body = json.dumps({"inputs": [tensor]}).encode()
    assert read_request("encoder", "", body, None).request.texts == texts
    raw = BytesTensor("text", (len(texts),), texts).raw()
    tensor = {**tensor, "data": None, "parameters": {"binary_data_size": len(raw)}}
    head = json.dumps({"inputs": [tensor]}).encode()
    asked = read_request("encoder", "", head + raw, b"%d" % len(head))
    assert asked.request.texts == texts


@pytest.mark.parametrize("timeout", [0, -1, 1.5, True, "5", 10**400, 86_400_000_001])
def test_a_timeout_is_microseconds(timeout: Any) -> None:
    body = json.dumps({"inputs": [TENSOR], "parameters": {"timeout": timeout}}).encode()
    with pytest.raises(InvalidRequest):
        read_request("encoder", "", body, None)


@pytest.mark.parametrize("length", [b"", b"-1", b"x", b"9" * 5000])
def test_the_length_of_the_json_is_a_number_within_the_body(length: bytes) -> None:
    with pytest.raises(InvalidRequest, match="Inference-Header-Content-Length"):
        read_request("encoder", "", b"{}", length)


def test_half_of_a_surrogate_pair_is_no_text() -> None:
    with pytest.raises(InvalidRequest):
        read_request("encoder", "", rb'{"inputs": [{"data": ["\ud800"]}]}', None)


def test_tensors_that_are_wanted_as_bytes_follow_the_json() -> None:
    parameters = {"parameters": {"binary_data": True}}
    wanted = [{"name": "confidence", **parameters}, {"name": "label"}]
    body = json.dumps({"inputs": [TENSOR], "outputs": wanted}).encode()
    asked = read_request("intent", "", body, None)
    confidence = FloatTensor("confidence", np.array([[0.5]], dtype=np.float32))
    tensors: list[Tensor] = [confidence, BytesTensor("label", (1, 1), ["refund"])]
    headers, answer = write_response(InferenceResponse("intent", "1", "", tensors), asked)
    length = int(dict(headers)[LENGTH_HEADER])
    first, second = json.loads(answer[:length])["outputs"]
    assert first["parameters"] == {"binary_data_size": 4}
    assert answer[length:] == confidence.raw()
    assert second["data"] == ["refund"]
