"""Meaning in, a decision out, written once."""

from __future__ import annotations

import time
from typing import Any

from workers.contracts.envelopes import MessagesAnalyzed
from workers.contracts.pipelines import RECOMMEND_REPLIES, Queue
from workers.db import outcomes, work
from workers.db.engine import engine, statements
from workers.recommendation.batch import recommend_all
from workers.runtime.stage import stage_task


def warm(queue: Queue) -> dict[str, Any]:
    """Open the first connection before the first message comes."""
    with engine().connect():
        return {}


@stage_task(RECOMMEND_REPLIES, MessagesAnalyzed)
def recommend_replies(analyzed: MessagesAnalyzed) -> list[int]:
    """Retrieve, rank and decide, and write the outcomes of what is still ours at once."""
    started = time.perf_counter()
    with statements().connect() as connection:
        held = work.renew(connection, analyzed.lease_token, analyzed.work_ids)
        messages = [message for message in analyzed.items if message.work_id in held]
        if not messages:
            return []
        prepared = recommend_all(connection, messages)
    spent_ms = round(1000 * (time.perf_counter() - started), 2)
    timings_ms = {**analyzed.timings_ms, RECOMMEND_REPLIES.queue.stage: spent_ms}
    with engine().begin() as connection:
        return sorted(outcomes.write(connection, analyzed.lease_token, prepared, timings_ms))
