"""Inference over gRPC: messages to requests, and answers to messages."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from workers.serving.protocol import open_inference_pb2 as pb
from workers.serving.refusals import InvalidRequest
from workers.serving.rest_format import deadline_of
from workers.serving.service import InferenceRequest, InferenceResponse
from workers.serving.tensors import split_elements
from workers.serving.texts import check_input, check_texts


def read_request(message: pb.ModelInferRequest, seconds_left: float | None) -> InferenceRequest:
    """`seconds_left`: until the call's own deadline. Raises InvalidRequest or TooLarge."""
    return InferenceRequest(
        model=message.model_name,
        version=message.model_version,
        id=message.id,
        texts=_read_texts(message),
        outputs=tuple(output.name for output in message.outputs),
        deadline=_earlier(deadline_of(_parameter(message.parameters, "timeout")), seconds_left),
    )


def write_response(response: InferenceResponse) -> pb.ModelInferResponse:
    """A response with raw tensors, which are fastest and which every client reads."""
    message = pb.ModelInferResponse(
        model_name=response.model, model_version=response.version, id=response.id
    )
    for tensor in response.tensors:
        message.outputs.add(name=tensor.name, datatype=tensor.datatype, shape=tensor.shape)
        message.raw_output_contents.append(tensor.raw())
    return message


def write_metadata(described: Mapping[str, Any]) -> pb.ModelMetadataResponse:
    """A model's metadata as JSON has it, as a message."""
    return pb.ModelMetadataResponse(**described)


def _read_texts(message: pb.ModelInferRequest) -> list[str]:
    first = message.inputs[0] if message.inputs else pb.ModelInferRequest.InferInputTensor()
    names = [each.name for each in message.inputs]
    announced = check_input(names, first.datatype, first.shape)
    elements: Sequence[bytes] = first.contents.bytes_contents
    if message.raw_input_contents:
        if elements or len(message.raw_input_contents) > 1:
            raise InvalidRequest("Send the tensor once: in contents or in raw_input_contents.")
        elements = list(split_elements(message.raw_input_contents[0]))
    return check_texts(elements, announced)


def _parameter(parameters: Mapping[str, pb.InferParameter], name: str) -> object:
    if name not in parameters:
        return None
    chosen = parameters[name].WhichOneof("parameter_choice")
    return getattr(parameters[name], chosen) if chosen else None


def _earlier(deadline: float | None, seconds_left: float | None) -> float | None:
    ends = [deadline] if deadline is not None else []
    if seconds_left is not None:
        ends.append(time.monotonic() + seconds_left)
    return min(ends, default=None)
