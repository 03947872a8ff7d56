"""Inference over REST: JSON, with tensors as JSON or as bytes behind it.

Where a header gives the JSON's length, the rest of the body is binary tensor data, the protocol's
extension that NVIDIA's client uses unless told otherwise.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from workers.serving.refusals import InvalidRequest
from workers.serving.service import InferenceRequest, InferenceResponse
from workers.serving.tensors import Tensor, split_elements
from workers.serving.texts import check_input, check_texts

LENGTH_HEADER = b"inference-header-content-length"
LONGEST_NUMBER = 12
LONGEST_MICROSECONDS = 24 * 3600 * 1_000_000
BINARY_SIZE = "binary_data_size"
JSON_TYPE = (b"content-type", b"application/json")
BINARY_TYPE = (b"content-type", b"application/octet-stream")

Headers = list[tuple[bytes, bytes]]


class _Part(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    parameters: dict[str, Any] = {}


class _Input(_Part):
    name: str
    datatype: str
    shape: list[int]
    data: list[Any] | None = None


class _Output(_Part):
    name: str


class _Body(_Part):
    id: str = ""
    inputs: list[_Input]
    outputs: list[_Output] = []


@dataclass(frozen=True)
class RestRequest:
    """A parsed request. `binary`: whether each output is wanted as bytes."""

    request: InferenceRequest
    binary: dict[str, bool]
    binary_by_default: bool


def read_request(model: str, version: str, body: bytes, json_length: bytes | None) -> RestRequest:
    """Parse a request. Raises InvalidRequest or TooLarge."""
    end = len(body) if json_length is None else _length(json_length, len(body))
    parsed = _parse(body[:end])
    wanted = {o.name: bool(o.parameters.get("binary_data")) for o in parsed.outputs}
    request = InferenceRequest(
        model=model,
        version=version,
        id=parsed.id,
        texts=_read_texts(parsed.inputs, body[end:]),
        outputs=tuple(wanted),
        deadline=deadline_of(parsed.parameters.get("timeout")),
    )
    return RestRequest(request, wanted, bool(parsed.parameters.get("binary_data_output")))


def write_response(response: InferenceResponse, request: RestRequest) -> tuple[Headers, bytes]:
    """Headers and body."""
    outputs, blobs = [], []
    for tensor in response.tensors:
        if request.binary.get(tensor.name) or request.binary_by_default:
            blobs.append(tensor.raw())
            outputs.append(_described(tensor) | {"parameters": {BINARY_SIZE: len(blobs[-1])}})
        else:
            outputs.append(_described(tensor) | {"data": tensor.listed()})
    fields = {"model_name": response.model, "model_version": response.version}
    if response.id:
        fields["id"] = response.id
    head = orjson.dumps(fields | {"outputs": outputs}, option=orjson.OPT_SERIALIZE_NUMPY)
    if not blobs:
        return [JSON_TYPE], head
    return [BINARY_TYPE, (LENGTH_HEADER, b"%d" % len(head))], b"".join([head, *blobs])


def deadline_of(timeout: object) -> float | None:
    """From the request parameter `timeout`, microseconds. Raises InvalidRequest."""
    if timeout is None:
        return None
    if type(timeout) is not int or not 0 < timeout <= LONGEST_MICROSECONDS:
        raise InvalidRequest("The parameter 'timeout' is microseconds, above 0 and up to a day.")
    return time.monotonic() + timeout / 1_000_000


def _length(header: bytes, size: int) -> int:
    if not header.isdigit() or len(header) > LONGEST_NUMBER or int(header) > size:
        raise InvalidRequest(
            "Inference-Header-Content-Length is the number of the body's bytes that are JSON."
        )
    return int(header)


def _parse(body: bytes) -> _Body:
    try:
        return _Body.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "The body"
        raise InvalidRequest(f"{place}: {first['msg']}.") from None


def _read_texts(inputs: Sequence[_Input], binary: bytes) -> list[str]:
    first = inputs[0] if inputs else _Input(name="", datatype="", shape=[])
    announced = check_input([each.name for each in inputs], first.datatype, first.shape)
    size = first.parameters.get(BINARY_SIZE)
    if size is None:
        return check_texts(_flat(first.data), announced)
    if size != len(binary):
        raise InvalidRequest(f"binary_data_size is not the {len(binary)} bytes behind the JSON.")
    return check_texts(list(split_elements(binary)), announced)


def _flat(data: list[Any] | None) -> list[str]:
    elements = [
        element for row in data or [] for element in (row if isinstance(row, list) else [row])
    ]
    if not all(isinstance(element, str) for element in elements):
        raise InvalidRequest("The data of a BYTES tensor in JSON are texts.")
    return elements


def _described(tensor: Tensor) -> dict[str, Any]:
    return {"name": tensor.name, "datatype": tensor.datatype, "shape": list(tensor.shape)}
