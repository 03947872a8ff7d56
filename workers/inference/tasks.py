"""Text in, meaning out; and articles in, vectors out, on the bulk lane."""

from __future__ import annotations

import time
from typing import Any

import structlog

from workers.contracts.envelopes import MessagesAnalyzed, MessagesCleaned, WorkClaimed
from workers.contracts.payloads import MessageAnalyzed
from workers.contracts.pipelines import ANALYZE_MESSAGES, EMBED_KNOWLEDGE, Queue
from workers.db import gaps, knowledge, work
from workers.db.engine import engine, statements
from workers.errors import TransientError
from workers.inference.analyze import analyze
from workers.loaded.champion import champion
from workers.loaded.encoder import encoder
from workers.models.emoji_names import name_emoji
from workers.records.knowledge import Passage
from workers.runtime.stage import stage_task
from workers.text.placeholders import PLACEHOLDER
from workers.text.typos import dictionary

log = structlog.get_logger()
MODEL_WAIT_SECONDS = 2.0


def warm(queue: Queue) -> dict[str, Any]:
    """Load the encoder and, for the live queue, wait until there is a trained model."""
    details = {"provider": encoder().runs_on, "encoder": encoder().identity}
    if queue is Queue.INFERENCE:
        dictionary()
        while (model := champion(encoder().identity).current()) is None:
            log.warning("no_model", repair="Run `python -m workers train`.")
            time.sleep(MODEL_WAIT_SECONDS)
        details["model_version"] = model.version
    return details


def is_able(queue: Queue) -> bool:
    """Whether the encoder of this process, here or on a server, would answer now."""
    return encoder().is_ready()


@stage_task(ANALYZE_MESSAGES, MessagesCleaned, MessagesAnalyzed)
def analyze_messages(cleaned: MessagesCleaned) -> list[MessageAnalyzed]:
    """Embed, then read intent, sentiment and entities."""
    model = champion(encoder().identity).current()
    if model is None:
        raise TransientError("There is no trained model yet; run `python -m workers train`.")
    with statements().connect() as connection:
        held = work.renew(connection, cleaned.lease_token, cleaned.work_ids)
    messages = [message for message in cleaned.items if message.work_id in held]
    return analyze(messages, encoder(), model)


@stage_task(EMBED_KNOWLEDGE, WorkClaimed)
def embed_knowledge(claimed: WorkClaimed) -> list[int]:
    """Embed the passages of changed sources that have no vector by this encoder yet."""
    with engine().begin() as connection:
        started = work.start(connection, claimed.lease_token, claimed.items)
        sources = {row.id: row.subject_id for row in started}
        passages = knowledge.read_unembedded_passages(
            connection, encoder().identity, list(sources.values())
        )
    embeddings = encoder().embed([_as_embedded(passage) for passage in passages])
    with engine().begin() as connection:
        done = work.finish(connection, claimed.lease_token, [row.id for row in started])
        # A source that changed meanwhile belongs to another chain: its passages may differ by now.
        ours = {sources[id_] for id_ in done}
        vectors = {
            passage.id: row
            for passage, row in zip(passages, embeddings, strict=True)
            if passage.owner_id in ours
        }
        knowledge.store_embeddings(connection, encoder().identity, vectors)
        gaps.ask_for(connection, vectors)
    return sorted(done)


def _as_embedded(passage: Passage) -> str:
    """The text to embed. Placeholders would make questions alike that share nothing else."""
    text = name_emoji(f"{passage.title}\n{passage.text}")
    return PLACEHOLDER.sub(" ", text) if passage.is_question else text
