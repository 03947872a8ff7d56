"""The inference server: REST and gRPC on one event loop, from start to graceful stop."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Sequence
from typing import Any

import grpc
import structlog
import uvicorn
from grpc_health.v1 import health_pb2

from config.console import Say
from workers.errors import SetupError
from workers.models.session import Provider
from workers.serving.access import Access
from workers.serving.grpc_door import GrpcDoor, make_server
from workers.serving.metrics import Metrics
from workers.serving.protocol import SERVICE
from workers.serving.readers import Readers
from workers.serving.rest import RestDoor
from workers.serving.scheduler import Scheduler
from workers.serving.service import InferenceService
from workers.serving.settings import ServingSettings

log = structlog.get_logger()
# Tokens of one batch: on a GPU as many as the encoder runs at once; small on a CPU, which runs text
# by text, so that no text waits for a large batch.
BUDGETS = {Provider.CUDA: 16_384, Provider.CPU: 256}
# In seconds: between "not ready" and refusing connections, so that load balancers can turn away;
# and from then on for requests under way.
NOTICE_SECONDS = 1.0
GRACE_SECONDS = 10.0
HEALTH_SECONDS = 0.5
# Longer than uvicorn takes to notice that it shall stop.
CLOSING_SECONDS = 0.3


class AddressTakenError(SetupError):
    """The address is in use."""


def check_addresses(settings: ServingSettings) -> None:
    """Raises AddressTakenError before models are loaded, in one line."""
    ports = {"INFERENCE_HTTP_PORT": settings.http_port, "INFERENCE_GRPC_PORT": settings.grpc_port}
    for name, port in ports.items():
        try:
            socket.create_server((settings.host, port)).close()
        except OSError as error:
            raise AddressTakenError(
                f"Cannot listen at {settings.host}:{port}: set INFERENCE_HOST or {name} to another."
            ) from error


async def serve(settings: ServingSettings, readers: Readers, threads: int, say: Say) -> None:
    """Answer until SIGTERM or SIGINT, then finish what is under way."""
    metrics, access = Metrics(), Access(settings.token)

    def run(operation: str, texts: Sequence[str]) -> Sequence[Any]:
        metrics.batch_texts.observe(len(texts))
        return readers.run(operation, texts)

    budget = BUDGETS[readers.provider]
    scheduler = Scheduler(run, threads=threads, places=settings.places, budget=budget)
    metrics.waiting.set_function(lambda: scheduler.waiting)
    service = InferenceService(readers, scheduler, metrics)
    rest = _rest_server(settings, RestDoor(service, access, metrics))
    door = _GrpcServer(settings, service, access)
    await door.start()
    # `_serve` is `serve` without uvicorn's own signal handlers, which would end it at once.
    serving = asyncio.create_task(rest._serve())
    say(_introduction(settings))
    await _told_to_end()
    service.end()
    await door.end_health()
    await asyncio.sleep(NOTICE_SECONDS)
    await asyncio.gather(door.stop(), _end_rest(rest), serving)
    await asyncio.to_thread(scheduler.close)


class _GrpcServer:
    """The gRPC server at its address, with its health service."""

    def __init__(
        self, settings: ServingSettings, service: InferenceService, access: Access
    ) -> None:
        self._service = service
        self._server, self._health = make_server(GrpcDoor(service, access))
        self._watch: asyncio.Task[None] | None = None
        self._bind(settings)

    async def start(self) -> None:
        await self._tell_health()
        self._watch = asyncio.create_task(self._keep_telling())
        await self._server.start()

    async def end_health(self) -> None:
        """Report NOT_SERVING from now on."""
        await self._health.enter_graceful_shutdown()

    async def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        await self._server.stop(GRACE_SECONDS)

    async def _keep_telling(self) -> None:
        while True:
            await asyncio.sleep(HEALTH_SECONDS)
            await self._tell_health()

    async def _tell_health(self) -> None:
        status = health_pb2.HealthCheckResponse
        reported = status.SERVING if self._service.ready else status.NOT_SERVING
        for name in ("", SERVICE):
            await self._health.set(name, reported)

    def _bind(self, settings: ServingSettings) -> None:
        address = f"{settings.host}:{settings.grpc_port}"
        if settings.certificate and settings.key:
            pair = settings.key.read_bytes(), settings.certificate.read_bytes()
            self._server.add_secure_port(address, grpc.ssl_server_credentials([pair]))
        else:
            self._server.add_insecure_port(address)


def _rest_server(settings: ServingSettings, door: RestDoor) -> uvicorn.Server:
    configuration = uvicorn.Config(
        door,
        host=settings.host,
        port=settings.http_port,
        http="httptools",
        log_config=None,
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        date_header=False,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.key,
        timeout_graceful_shutdown=int(GRACE_SECONDS),
    )
    return uvicorn.Server(configuration)


async def _end_rest(server: uvicorn.Server) -> None:
    """Wait for requests under way, but not for idle connections.

    Over TLS uvicorn would wait for each of them to close.
    """
    server.should_exit = True
    await asyncio.sleep(CLOSING_SECONDS)
    while server.server_state.tasks:
        await asyncio.sleep(CLOSING_SECONDS)
    server.force_exit = True


async def _told_to_end() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


def _introduction(settings: ServingSettings) -> str:
    end = "s" if settings.certificate else ""
    return (
        f"The Open Inference Protocol at http{end}://{settings.host}:{settings.http_port}/v2 "
        f"and grpc{end}://{settings.host}:{settings.grpc_port}."
    )
