"""The service behind REST and gRPC: readiness, metadata and inference."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workers.contracts.envelopes import VERSION
from workers.serving.catalogue import CATALOGUE, READ, ServedModel
from workers.serving.metrics import Metrics
from workers.serving.readers import Readers
from workers.serving.refusals import InvalidRequest, NotFound, NotReady, Refusal
from workers.serving.scheduler import Scheduler
from workers.serving.tensors import Tensor

SERVER = "firstline"


@dataclass(frozen=True)
class InferenceRequest:
    """`outputs`: names, empty for all; `deadline`: on the monotonic clock, None for never."""

    model: str
    version: str
    id: str
    texts: Sequence[str]
    outputs: tuple[str, ...]
    deadline: float | None


@dataclass(frozen=True)
class InferenceResponse:
    """`version`: of what made the answer."""

    model: str
    version: str
    id: str
    tensors: Sequence[Tensor]


class InferenceService:
    """No method blocks the event loop."""

    def __init__(self, readers: Readers, scheduler: Scheduler[Any], metrics: Metrics) -> None:
        self._readers = readers
        self._scheduler = scheduler
        self._metrics = metrics
        self._ending = False

    @property
    def ready(self) -> bool:
        """Whether every model is loaded, and the server is not about to end."""
        return all(self.is_model_ready(name, "") for name in CATALOGUE)

    def end(self) -> None:
        """Report 'not ready' from now on; requests are still answered."""
        self._ending = True

    def is_model_ready(self, name: str, version: str) -> bool:
        """Whether this version answers; "" is any version. Raises NotFound for an unknown model."""
        running = self._readers.version_of(_find(name))
        return running is not None and version in {"", running} and not self._ending

    def describe_model(self, name: str, version: str) -> dict[str, Any]:
        """The model's metadata. Raises NotFound."""
        model = _find(name)
        running = self._readers.version_of(model)
        if version not in {"", running}:
            raise _no_version(name, version, running)
        return model.described([running] if running else [])

    async def infer(self, request: InferenceRequest, door: str) -> InferenceResponse:
        """Run a model on the request's texts. Raises a Refusal."""
        started = time.perf_counter()
        code = "OK"
        try:
            return await self._infer(request)
        except Refusal as refusal:
            code = refusal.grpc.name
            raise
        except BaseException:
            code = "CANCELLED"
            raise
        finally:
            self._metrics.count(request.model, door, code, time.perf_counter() - started)

    async def _infer(self, request: InferenceRequest) -> InferenceResponse:
        model = _find(request.model)
        running = self._readers.version_of(model)
        if running is None:
            raise NotReady("There is no trained model yet; run `python -m workers train`.")
        if request.version not in {"", running}:
            raise _no_version(model.name, request.version, running)
        _check_outputs(model, request.outputs)
        answers = await self._scheduler.submit(model.operation, request.texts, request.deadline)
        if model.operation == READ:
            # Another version may have been promoted since the request was checked.
            running = str(answers[0].model_version)
        tensors = _wanted(model, answers, request.outputs)
        return InferenceResponse(model.name, running, request.id, tensors)


def describe_server() -> dict[str, Any]:
    """The server's metadata, as a JSON object."""
    return {
        "name": SERVER,
        "version": str(VERSION),
        "extensions": ["binary_tensor_data"],
    }


def _find(name: str) -> ServedModel:
    if name not in CATALOGUE:
        raise NotFound(f"There is no model {name[:40]!r}; there are {', '.join(CATALOGUE)}.")
    return CATALOGUE[name]


def _no_version(name: str, version: str, running: str | None) -> NotFound:
    return NotFound(f"{name} has no version {version[:80]!r} here; it has {running or 'none yet'}.")


def _check_outputs(model: ServedModel, wanted: Sequence[str]) -> None:
    names = [output.name for output in model.outputs]
    for name in wanted:
        if name not in names:
            raise InvalidRequest(
                f"{model.name} has no output {name[:40]!r}; it has {', '.join(names)}."
            )


def _wanted(model: ServedModel, answers: Sequence[Any], names: Sequence[str]) -> list[Tensor]:
    by_name = {tensor.name: tensor for tensor in model.tensors(answers)}
    usual = [output.name for output in model.outputs if not output.on_request]
    return [by_name[name] for name in names or usual]
