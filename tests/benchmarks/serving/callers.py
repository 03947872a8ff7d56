"""Callers in a process of their own: each asks, waits for the answer, and asks again.

`python -m tests.benchmarks.serving.callers KIND ADDRESS CALLERS SECONDS` prints what they saw as
JSON: requests a second, the 95th percentile in milliseconds, failures. They prepare every request
before they begin, and look at an answer only as far as its status and its size.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import grpc
import orjson
import uvloop

from tests.benchmarks.texts import read_texts
from workers.serving.protocol import open_inference_pb2 as pb
from workers.serving.tensors import BytesTensor

TEXTS = 1000
EMBEDDING_BYTES = 384 * 4
INFER = "/inference.GRPCInferenceService/ModelInfer"

Ask = Callable[[bytes], Awaitable[int]]
Body = Callable[[str], bytes]


def grpc_body(text: str) -> bytes:
    message = pb.ModelInferRequest(model_name="encoder")
    message.inputs.add(name="text", datatype="BYTES", shape=[1])
    message.raw_input_contents.append(BytesTensor("text", (1,), [text]).raw())
    return message.SerializeToString()


def rest_body(text: str) -> bytes:
    tensor = {"name": "text", "datatype": "BYTES", "shape": [1], "data": [text]}
    return orjson.dumps({"inputs": [tensor]})


def binary_body(text: str) -> bytes:
    """JSON in, the tensor as bytes out: the protocol's extension for binary data."""
    tensor = {"name": "text", "datatype": "BYTES", "shape": [1], "data": [text]}
    return orjson.dumps({"inputs": [tensor], "parameters": {"binary_data_output": True}})


def plain_body(text: str) -> bytes:
    """What the two others are asked: a text under its name."""
    return orjson.dumps({"text": text})


@asynccontextmanager
async def over_grpc(address: str) -> AsyncIterator[Ask]:
    async with grpc.aio.insecure_channel(address) as channel:
        call: Any = channel.unary_unary(INFER)

        async def ask(body: bytes) -> int:
            return len(await call(body))

        yield ask


@asynccontextmanager
async def over_http(url: str) -> AsyncIterator[Ask]:
    connector = aiohttp.TCPConnector(limit=0)
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def ask(body: bytes) -> int:
            async with session.post(url, data=body) as response:
                answer = await response.read()
                return len(answer) if response.status == 200 else 0

        yield ask


KINDS: dict[str, tuple[Any, Body]] = {
    "grpc": (over_grpc, grpc_body),
    "rest": (over_http, rest_body),
    "rest-binary": (over_http, binary_body),
    "plain": (over_http, plain_body),
}


async def call(kind: str, address: str, callers: int, seconds: float) -> dict[str, float]:
    """Let the callers call, after a second that does not count."""
    connect, make_body = KINDS[kind]
    bodies = itertools.cycle([make_body(text) for text in read_texts(TEXTS)])
    async with connect(address) as ask:
        await _call_until(time.perf_counter() + 1, ask, bodies, callers)
        started = time.perf_counter()
        taken, failed = await _call_until(started + seconds, ask, bodies, callers)
        spent = time.perf_counter() - started
    return {
        "per_s": len(taken) / spent,
        "p95_ms": 1000 * sorted(taken)[int(0.95 * (len(taken) - 1))] if taken else 0.0,
        "failed": failed,
    }


async def _call_until(
    end: float, ask: Ask, bodies: Iterator[bytes], callers: int
) -> tuple[list[float], int]:
    taken: list[float] = []
    failed = 0

    async def caller() -> None:
        nonlocal failed
        while (asked := time.perf_counter()) < end:
            if await ask(next(bodies)) >= EMBEDDING_BYTES:
                taken.append(time.perf_counter() - asked)
            else:
                failed += 1

    await asyncio.gather(*(caller() for _ in range(callers)))
    return taken, failed


if __name__ == "__main__":
    kind, address, callers, seconds = sys.argv[1:]
    seen = uvloop.run(call(kind, address, int(callers), float(seconds)))
    sys.stdout.write(json.dumps(seen))
