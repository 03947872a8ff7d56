"""Meaning in, a decision out, written once."""

from __future__ import annotations

import base64
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from workers.contracts import RECOMMEND_REPLIES, MessageAnalyzed, MessagesAnalyzed, Queue
from workers.db import conversations, intents, knowledge, outcomes, work
from workers.db.engine import engine, statements
from workers.recommendation.recommend import recommend
from workers.recommendation.retrieval import fuse
from workers.records import Outcome
from workers.stage import stage_task

FOUND_PER_SEARCH = 20


def warm(queue: Queue) -> dict[str, Any]:
    """Open the first connection before the first message comes."""
    with engine().connect():
        return {}


@stage_task(RECOMMEND_REPLIES, MessagesAnalyzed)
def recommend_replies(analyzed: MessagesAnalyzed) -> list[int]:
    """Retrieve, rank and decide for the messages that are still ours; write it all at once."""
    started = time.perf_counter()
    with statements().connect() as connection:
        held = work.renew(connection, analyzed.lease_token, analyzed.work_ids)
        messages = [message for message in analyzed.items if message.work_id in held]
        if not messages:
            return []
        prepared = _recommend(connection, messages)
    spent_ms = round(1000 * (time.perf_counter() - started), 2)
    timings_ms = {**analyzed.timings_ms, RECOMMEND_REPLIES.queue.stage: spent_ms}
    with engine().begin() as connection:
        return sorted(outcomes.write(connection, analyzed.lease_token, prepared, timings_ms))


def _recommend(connection: Connection, messages: list[MessageAnalyzed]) -> list[Outcome]:
    vectors = np.stack([_vector(message) for message in messages])
    texts = [message.turn_text for message in messages]
    nearest = knowledge.find_nearest(connection, messages[0].encoder, vectors, FOUND_PER_SEARCH)
    matching = knowledge.find_matching(connection, texts, FOUND_PER_SEARCH)
    passages = knowledge.read_passages(
        connection, {hit.passage_id for hits in (*nearest, *matching) for hit in hits}
    )
    links = intents.read_links(connection, {i.label for m in messages for i in m.intents})
    states = conversations.read_states(connection, {m.conversation_id for m in messages})
    return [
        recommend(message, fuse(near, match, passages), states[message.conversation_id], links)
        for message, near, match in zip(messages, nearest, matching, strict=True)
        if message.conversation_id in states
    ]


def _vector(message: MessageAnalyzed) -> NDArray[np.float32]:
    return np.frombuffer(base64.b64decode(message.embedding), dtype="<f4")
