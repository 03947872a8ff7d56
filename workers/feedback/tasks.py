"""An agent's answer in; labels, solved questions, gaps and better models out."""

from __future__ import annotations

from typing import Any

from uuid_utils.compat import uuid7

from workers.contracts.envelopes import WorkClaimed
from workers.contracts.payloads import Entity
from workers.contracts.pipelines import (
    FIND_GAPS,
    LEARN_FROM_CONVERSATIONS,
    LEARN_FROM_FEEDBACK,
    TRAIN_MODELS,
    Queue,
)
from workers.db import acceptance, gaps, solved_questions, work
from workers.db.engine import engine
from workers.db.feedback import StoredFeedback, delete_labels, read_feedback, write_labels
from workers.db.taught_entities import read_taught
from workers.feedback.gaps import find_inbox_gaps
from workers.feedback.labeling import label_value
from workers.feedback.solving import find_solved
from workers.loaded.encoder import encoder, is_remote
from workers.records.turns import StartedWork
from workers.runtime.stage import stage_task
from workers.text.numbers import find_numbers
from workers.text.patterns import Lexicon
from workers.text.spans import without_overlap
from workers.text.tracking import find_tracking_numbers
from workers.training.run import train_claimed


def warm(queue: Queue) -> dict[str, Any]:
    """Open the first connection before the first feedback comes."""
    if _asks_a_server(queue):
        return {"provider": encoder().runs_on, "encoder": encoder().identity}
    with engine().connect():
        return {}


def is_able(queue: Queue) -> bool:
    """Whether the encoder that a training needs is within reach."""
    return not _asks_a_server(queue) or encoder().is_ready()


def _asks_a_server(queue: Queue) -> bool:
    """Whether trainings call an inference server. Their own encoder is loaded when one begins."""
    return queue is Queue.FEEDBACK_TRAINING and is_remote()


@stage_task(LEARN_FROM_FEEDBACK, WorkClaimed)
def learn_from_feedback(claimed: WorkClaimed) -> list[int]:
    """Turn feedback into labels, and count them for the ranker."""
    with engine().begin() as connection:
        started = work.start(connection, claimed.lease_token, claimed.items)
        stored = read_feedback(connection, [row.subject_id for row in started])
    labels = {feedback.feedback_id: _label(feedback) for feedback in stored}
    with engine().begin() as connection:
        done = work.finish(connection, claimed.lease_token, [row.id for row in started])
        # Feedback that changed meanwhile belongs to another chain, which may have ended already.
        ours = [row.subject_id for row in started if row.id in done]
        before = acceptance.read_judgements(connection, ours)
        write_labels(connection, [labels[id_] for id_ in ours if id_ in labels])
        delete_labels(connection, [id_ for id_ in ours if id_ not in labels])
        acceptance.count(connection, before, acceptance.read_judgements(connection, ours))
    return sorted(done)


@stage_task(LEARN_FROM_CONVERSATIONS, WorkClaimed)
def learn_from_conversations(claimed: WorkClaimed) -> list[int]:
    """Keep what was asked and answered in conversations that are resolved."""
    with engine().begin() as connection:
        started = work.start(connection, claimed.lease_token, claimed.items)
        resolved = solved_questions.read_resolved(connection, [row.subject_id for row in started])
        lexicon = Lexicon(read_taught(connection))

    def find_known_entities(text: str) -> tuple[Entity, ...]:
        return without_overlap(
            [*lexicon.find(text), *find_tracking_numbers(text), *find_numbers(text)]
        )

    learnt = {each.id: find_solved(each, find_known_entities) for each in resolved}
    with engine().begin() as connection:
        solved_questions.lock(connection, learnt)
        done = work.finish(connection, claimed.lease_token, [row.id for row in started])
        # A conversation that was reopened and resolved again meanwhile belongs to another chain.
        ours = [row.subject_id for row in started if row.id in done]
        solved_questions.store(connection, {id_: learnt[id_] for id_ in ours if id_ in learnt})
    return sorted(done)


@stage_task(FIND_GAPS, WorkClaimed)
def find_gaps(claimed: WorkClaimed) -> list[int]:
    """Find what the knowledge of inboxes lacks, one inbox after the other."""
    with engine().begin() as connection:
        started = work.start(connection, claimed.lease_token, claimed.items)
    return [row.id for row in started if _find_gaps_in(claimed, row)]


def _find_gaps_in(claimed: WorkClaimed, inbox: StartedWork) -> bool:
    with engine().begin() as connection:
        questions, embeddings = gaps.read_unanswered(connection, inbox.subject_id)
        gap_of = gaps.read_gap_of_questions(connection, inbox.subject_id)
    found = find_inbox_gaps(questions, embeddings, gap_of)
    with engine().begin() as connection:
        solved_questions.lock(connection, [question.conversation_id for question in questions])
        done = work.finish(connection, claimed.lease_token, [inbox.id])
        # Where more was embedded meanwhile, another chain searches again.
        if done:
            gaps.store(connection, inbox.subject_id, found)
    return bool(done)


@stage_task(TRAIN_MODELS, WorkClaimed)
def train_models(claimed: WorkClaimed) -> list[int]:
    """Train on all that was taught; versions that are no worse are promoted."""
    return train_claimed(claimed)


def _label(feedback: StoredFeedback) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "feedback_id": feedback.feedback_id,
        "message_id": feedback.message_id,
        "suggestion_id": feedback.suggestion_id,
        "intent": feedback.intent,
        "value": label_value(feedback.outcome, feedback.suggested, feedback.sent),
    }
