"""The pipelines as data: queues, lanes, and the tasks that the work of each lane goes through."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EXCHANGE = "firstline"
DEAD_LETTER_EXCHANGE = "firstline.dead"


class Queue(StrEnum):
    """A queue and the pool of workers that consumes it; bulk work never delays live work."""

    PREPROCESSING = "preprocessing"
    INFERENCE = "inference"
    INFERENCE_BULK = "inference.bulk"
    RECOMMENDATION = "recommendation"
    FEEDBACK = "feedback"
    FEEDBACK_TRAINING = "feedback.training"

    @property
    def stage(self) -> str:
        """The folder, requirements file and service that this queue belongs to."""
        return self.value.partition(".")[0]


class Lane(StrEnum):
    """Work that goes through the same pipeline, in one order and under one limit of open chains."""

    LIVE = "live"
    BULK = "bulk"
    FEEDBACK = "feedback"
    SOLVED = "solved"
    GAPS = "gaps"
    TRAINING = "training"


@dataclass(frozen=True)
class Step:
    """One hop of a chain: the task to call and the queue that it waits in."""

    task: str
    queue: Queue


PREPROCESS_MESSAGES = Step("preprocessing.preprocess_messages", Queue.PREPROCESSING)
ANALYZE_MESSAGES = Step("inference.analyze_messages", Queue.INFERENCE)
RECOMMEND_REPLIES = Step("recommendation.recommend_replies", Queue.RECOMMENDATION)
EMBED_KNOWLEDGE = Step("inference.embed_knowledge", Queue.INFERENCE_BULK)
LEARN_FROM_FEEDBACK = Step("feedback.learn_from_feedback", Queue.FEEDBACK)
LEARN_FROM_CONVERSATIONS = Step("feedback.learn_from_conversations", Queue.FEEDBACK)
FIND_GAPS = Step("feedback.find_gaps", Queue.FEEDBACK)
TRAIN_MODELS = Step("feedback.train_models", Queue.FEEDBACK_TRAINING)

PIPELINES: dict[Lane, tuple[Step, ...]] = {
    Lane.LIVE: (PREPROCESS_MESSAGES, ANALYZE_MESSAGES, RECOMMEND_REPLIES),
    Lane.BULK: (EMBED_KNOWLEDGE,),
    Lane.FEEDBACK: (LEARN_FROM_FEEDBACK,),
    Lane.SOLVED: (LEARN_FROM_CONVERSATIONS,),
    Lane.GAPS: (FIND_GAPS,),
    Lane.TRAINING: (TRAIN_MODELS,),
}

STEPS: tuple[Step, ...] = tuple(step for pipeline in PIPELINES.values() for step in pipeline)
