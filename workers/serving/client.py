"""The client of an inference server: an encoder for pools that load none."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import grpc
import numpy as np
import structlog
from grpc import ChannelConnectivity, StatusCode
from numpy.typing import NDArray

from workers.contracts.leases import LEASE_SECONDS
from workers.errors import PermanentError, ServiceAwayError
from workers.models.features import WIDTH, embeddings_of, no_features
from workers.serving.protocol import SERVICE
from workers.serving.protocol import open_inference_pb2 as pb
from workers.serving.tensors import BytesTensor

log = structlog.get_logger()
MODEL = "encoder"
# Below the server's limit; a claim of the size for a GPU becomes a few requests.
TEXTS_PER_REQUEST = 64
# An answer after the lease has run out would be useless.
ANSWER_SECONDS = LEASE_SECONDS - 10
READY_SECONDS = 2.0
# How often grpc's thread checks whether it is still wanted. Closing the channel before it has
# noticed makes it print a traceback.
WATCHED_EVERY_SECONDS = 0.3
# An overloaded server refuses at once: try a few times before the claim is given back.
_AGAIN = {
    "name": [{"service": SERVICE}],
    "retryPolicy": {
        "maxAttempts": 5,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": [StatusCode.RESOURCE_EXHAUSTED.name],
    },
}
_OPTIONS = [
    ("grpc.service_config", json.dumps({"methodConfig": [_AGAIN]})),
    # Find a server that is back within seconds, and notice one that vanished without a word.
    ("grpc.max_reconnect_backoff_ms", 2_000),
    ("grpc.keepalive_time_ms", 15_000),
    ("grpc.keepalive_timeout_ms", 5_000),
]
_AWAY = {StatusCode.RESOURCE_EXHAUSTED, StatusCode.NOT_FOUND, StatusCode.UNAUTHENTICATED}

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class ServerAddress:
    """`url`: `grpc://host:port`, or `grpcs://` for TLS; `certificate`: whom to trust."""

    url: str
    token: str = ""
    certificate: Path | None = None

    def open_channel(self) -> grpc.Channel:
        """A channel that connects when it is first used, and again whenever it has to."""
        parts = urlsplit(self.url)
        if parts.scheme == "grpc":
            return grpc.insecure_channel(parts.netloc, _OPTIONS)
        trusted = self.certificate.read_bytes() if self.certificate else None
        credentials = grpc.ssl_channel_credentials(trusted)
        return grpc.secure_channel(parts.netloc, credentials, _OPTIONS)


class RemoteEncoder:
    """An encoder that runs on the server. Thread-safe."""

    def __init__(self, address: ServerAddress) -> None:
        """Raises ServiceAwayError while the server does not answer."""
        self.runs_on = address.url
        self._channel = address.open_channel()
        self._metadata = [("authorization", f"Bearer {address.token}")] if address.token else []
        self._connected = False
        self._channel.subscribe(self._note_state, try_to_connect=True)
        self._ask_ready = self._method("ModelReady", pb.ModelReadyResponse)
        self._ask_metadata = self._method("ModelMetadata", pb.ModelMetadataResponse)
        self._infer = self._method("ModelInfer", pb.ModelInferResponse)
        self.identity = self._find_identity()

    def embed(self, texts: Sequence[str]) -> Floats:
        """Float32 (texts, 384); raises as `encode` does."""
        return embeddings_of(self.encode(texts))

    def encode(self, texts: Sequence[str]) -> Floats:
        """Float32 (texts, 3072).

        Raises ServiceAwayError when the server is away or did not finish, PermanentError for a text
        that it refuses.
        """
        parts = [self._encode_some(some) for some in _in_parts(texts)]
        return np.concatenate([no_features(0), *parts])

    def is_ready(self) -> bool:
        """Whether the same encoder would answer now."""
        request = pb.ModelReadyRequest(name=MODEL, version=self.identity)
        try:
            return bool(self._call(self._ask_ready, request, READY_SECONDS).ready)
        except grpc.RpcError:
            return False

    def close(self) -> None:
        """Close the connection, once grpc's own thread has stopped watching its state."""
        self._channel.unsubscribe(self._note_state)
        time.sleep(WATCHED_EVERY_SECONDS)
        self._channel.close()

    def _encode_some(self, texts: Sequence[str]) -> Floats:
        request = pb.ModelInferRequest(model_name=MODEL, model_version=self.identity)
        request.inputs.add(name="text", datatype="BYTES", shape=[len(texts)])
        request.outputs.add(name="features")
        request.raw_input_contents.append(BytesTensor("text", (len(texts),), texts).raw())
        connected = self._connected
        try:
            answer = self._call(self._infer, request, ANSWER_SECONDS)
        except grpc.RpcError as error:
            raise _explain(error.code(), connected=connected) from error
        return np.frombuffer(answer.raw_output_contents[0], "<f4").reshape(-1, WIDTH)

    def _find_identity(self) -> str:
        request = pb.ModelMetadataRequest(name=MODEL)
        try:
            return str(self._call(self._ask_metadata, request, READY_SECONDS).versions[0])
        except grpc.RpcError as error:
            self.close()
            raise _explain(error.code(), connected=False) from error

    def _call(self, method: Callable[..., Any], request: Any, seconds: float) -> Any:
        return method(request, timeout=seconds, metadata=self._metadata)

    def _method(self, name: str, answer: type[Any]) -> Callable[..., Any]:
        return self._channel.unary_unary(
            f"/{SERVICE}/{name}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=answer.FromString,
        )

    def _note_state(self, state: ChannelConnectivity) -> None:
        self._connected = state is ChannelConnectivity.READY


def _explain(code: StatusCode, *, connected: bool) -> Exception:
    """An attempt counts where the server may have begun it: it may be what killed the server."""
    if code is StatusCode.INVALID_ARGUMENT:
        return PermanentError("The inference server refuses the text: it is too long or broken.")
    if code in _AWAY or (code is StatusCode.UNAVAILABLE and not connected):
        return ServiceAwayError(f"The inference server does not answer now ({code.name}).")
    return ServiceAwayError(f"The inference server broke off ({code.name}).", begun=True)


def _in_parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), TEXTS_PER_REQUEST):
        yield texts[start : start + TEXTS_PER_REQUEST]
