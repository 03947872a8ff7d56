"""A steady rate of callers: how long from POST until the suggestions are stored."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass
from uuid import UUID

import httpx

from apps.dispatch.models import Work
from tests.benchmarks.backlog import wait_until_drained


@dataclass(frozen=True)
class Latency:
    """Milliseconds from sending a message to its suggestions being stored."""

    rate: int
    median_ms: float
    p95_ms: float


async def send_paced(address: str, texts: list[str], rate: int) -> dict[UUID, float]:
    """Send at `rate` a second, each text in its own conversation. Returns when each was sent."""
    sent_at: dict[UUID, float] = {}
    async with httpx.AsyncClient(base_url=f"{address}/api/v1", timeout=30) as client:
        tokens = [await _start(client) for _ in texts]
        begun = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for i, (text, (conversation, token)) in enumerate(zip(texts, tokens, strict=True)):
                await asyncio.sleep(max(0.0, begun + i / rate - time.perf_counter()))
                group.create_task(_send(client, conversation, token, text, sent_at))
    return sent_at


def measure_latency(address: str, texts: list[str], rate: int) -> Latency:
    """Median and 95th percentile over all texts."""
    sent_at = asyncio.run(send_paced(address, texts, rate))
    wait_until_drained()
    works = Work.objects.filter(kind="message", subject_id__in=sent_at)
    waited = sorted(
        1000 * (work.finished_at.timestamp() - sent_at[work.subject_id])
        for work in works
        if work.finished_at is not None
    )
    return Latency(rate, statistics.median(waited), waited[int(0.95 * len(waited))])


async def _start(client: httpx.AsyncClient) -> tuple[str, str]:
    answer = await client.post(
        "/conversations", json={"contact": {}}, headers={"X-Inbox-Key": "demo"}
    )
    answer.raise_for_status()
    conversation = answer.json()
    return conversation["id"], conversation["token"]


async def _send(
    client: httpx.AsyncClient, conversation: str, token: str, text: str, sent_at: dict[UUID, float]
) -> None:
    now = time.time()
    answer = await client.post(
        f"/conversations/{conversation}/messages",
        json={"text": text},
        headers={"Authorization": f"Bearer {token}"},
    )
    answer.raise_for_status()
    sent_at[UUID(answer.json()["id"])] = now
