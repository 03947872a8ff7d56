"""The protocol over gRPC, with the standard health and reflection services beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from operator import methodcaller
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2

from workers.serving.access import Access
from workers.serving.grpc_format import read_request, write_metadata, write_response
from workers.serving.protocol import SERVICE
from workers.serving.protocol import open_inference_pb2 as pb
from workers.serving.refusals import Refusal
from workers.serving.service import InferenceService, describe_server

MOST_BYTES = 4 << 20
Context = grpc.aio.ServicerContext[Any, Any]
Request = TypeVar("Request")
Response = TypeVar("Response")


class GrpcDoor:
    """The servicer: a method for each call of the protocol."""

    def __init__(self, service: InferenceService, access: Access) -> None:
        self._service = service
        self._access = access

    def handlers(self) -> grpc.GenericRpcHandler:
        """The handlers by which a server routes calls."""
        pairs: list[tuple[str, Any, type[Message]]] = [
            ("ServerLive", self._server_live, pb.ServerLiveRequest),
            ("ServerReady", self._server_ready, pb.ServerReadyRequest),
            ("ModelReady", self._model_ready, pb.ModelReadyRequest),
            ("ServerMetadata", self._server_metadata, pb.ServerMetadataRequest),
            ("ModelMetadata", self._model_metadata, pb.ModelMetadataRequest),
            ("ModelInfer", self._model_infer, pb.ModelInferRequest),
        ]
        return grpc.method_handlers_generic_handler(
            SERVICE,
            {
                name: grpc.unary_unary_rpc_method_handler(
                    _refusing(method), request_type.FromString, methodcaller("SerializeToString")
                )
                for name, method, request_type in pairs
            },
        )

    async def _server_live(self, _: Message, __: Context) -> pb.ServerLiveResponse:
        return pb.ServerLiveResponse(live=True)

    async def _server_ready(self, _: Message, __: Context) -> pb.ServerReadyResponse:
        return pb.ServerReadyResponse(ready=self._service.ready)

    async def _model_ready(
        self, request: pb.ModelReadyRequest, _: Context
    ) -> pb.ModelReadyResponse:
        ready = self._service.is_model_ready(request.name, request.version)
        return pb.ModelReadyResponse(ready=ready)

    async def _server_metadata(self, _: Message, context: Context) -> pb.ServerMetadataResponse:
        self._check(context)
        return pb.ServerMetadataResponse(**describe_server())

    async def _model_metadata(
        self, request: pb.ModelMetadataRequest, context: Context
    ) -> pb.ModelMetadataResponse:
        self._check(context)
        return write_metadata(self._service.describe_model(request.name, request.version))

    async def _model_infer(
        self, request: pb.ModelInferRequest, context: Context
    ) -> pb.ModelInferResponse:
        self._check(context)
        inference = read_request(request, context.time_remaining())
        return write_response(await self._service.infer(inference, "grpc"))

    def _check(self, context: Context) -> None:
        shown = dict(context.invocation_metadata() or ()).get("authorization", "")
        self._access.check(shown.encode() if isinstance(shown, str) else shown)


def _refusing(
    method: Callable[[Request, Context], Awaitable[Response]],
) -> Callable[[Request, Context], Awaitable[Response]]:
    """Wrap a method so that a Refusal becomes the status of the call."""

    async def call(request: Request, context: Context) -> Response:
        try:
            return await method(request, context)
        except Refusal as refusal:
            await context.abort(refusal.grpc, str(refusal))
            raise

    return call


def make_server(door: GrpcDoor) -> tuple[grpc.aio.Server, health.aio.HealthServicer]:
    """A server that knows the protocol, health and reflection, yet without an address."""
    server = grpc.aio.server(
        options=[
            ("grpc.max_receive_message_length", MOST_BYTES),
            ("grpc.so_reuseport", 0),
            # Identity alone: a packed message is measured only after it is unpacked, when a few
            # megabytes have become gigabytes, and nobody has been asked for a token yet.
            ("grpc.compression_enabled_algorithms_bitset", 1),
            # Pools send keepalive pings.
            ("grpc.http2.min_ping_interval_without_data_ms", 5_000),
        ]
    )
    server.add_generic_rpc_handlers((door.handlers(),))
    health_servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(health_servicer, server)
    # Our messages have a descriptor pool of their own; reflection must describe all from one pool.
    pool = pb.DESCRIPTOR.pool
    for other in (health_pb2.DESCRIPTOR, reflection_pb2.DESCRIPTOR):
        pool.AddSerializedFile(other.serialized_pb)
    names = (SERVICE, health.SERVICE_NAME, reflection.SERVICE_NAME)
    reflection.enable_server_reflection(names, server, pool)
    return server, health_servicer
