"""What the stage costs a message in claims of 64, from the payload to the committed outcome."""

from __future__ import annotations

import json
import statistics
import time
from typing import Any

from tests.benchmarks.texts import describe_texts, read_texts
from tests.benchmarks.understanding.rows import Row

CLAIM = 64
CLAIMS = 8
PROCESSOR_MS = 1.5


def measure_stage() -> Row:
    """The processor time of this process alone; Postgres has its own."""
    from apps.conversations.models import Inbox
    from tests.integration.stages.chains import TASKS, claim_all, payload_of, write
    from workers.contracts.pipelines import Lane

    inbox = Inbox.objects.get(site_key="demo")
    preprocess, analyze, recommend = TASKS[Lane.LIVE]
    processor, elapsed = [], []
    texts = iter(read_texts(CLAIM * CLAIMS))
    for _ in range(CLAIMS):
        for _ in range(CLAIM):
            write(inbox, next(texts))
        payload: Any = payload_of(claim_all(Lane.LIVE))
        for task in (preprocess, analyze):
            payload = json.loads(json.dumps(task(payload)))
        started, used = time.perf_counter(), time.process_time()
        recommend(payload)
        processor.append(1000 * (time.process_time() - used) / CLAIM)
        elapsed.append(1000 * (time.perf_counter() - started) / CLAIM)
    spent = statistics.median(processor)
    return Row(
        measure="recommendation stage, milliseconds a message",
        data=f"{CLAIMS} claims of {CLAIM}, {describe_texts()}",
        reference="",
        result=f"{spent:.2f} of processor time, {statistics.median(elapsed):.2f} with Postgres",
        goal=f"at most {PROCESSOR_MS} of processor time",
        reached=spent <= PROCESSOR_MS,
    )
