"""Plays broker and pools for a claim, hop by hop, with repetitions as a test wants.

The queries are the workers' own. Only the pure functions between them are left out: texts are not
cleaned, and the test gives the decision.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from uuid import UUID

from apps.dispatch.claiming import Claim
from workers.contracts.envelopes import MessagesAnalyzed, MessagesCleaned, WorkClaimed
from workers.contracts.labels import Decision
from workers.contracts.payloads import (
    Language,
    MessageAnalyzed,
    MessageCleaned,
    ScoredLabel,
    SentimentScore,
    TextFeatures,
)
from workers.contracts.rows import EMBEDDING_DIMENSIONS
from workers.db import outcomes, work
from workers.db.engine import engine
from workers.db.messages import read_turns
from workers.records.decisions import Candidate, Outcome
from workers.records.turns import Turn

ANALYSIS = {
    "intents": (ScoredLabel(label="track_order", confidence=0.9),),
    "sentiment": SentimentScore(label="neutral", score=0.0),
    "embedding": base64.b64encode(bytes(4 * EMBEDDING_DIMENSIONS)).decode(),
    "encoder": "test-encoder",
    "model_version": "test-1",
}
CANDIDATES = (
    Candidate("reply", "Tracking", "Follow it here.", 0.9),
    Candidate("article", "Parcels", "All about parcels.", 0.5),
)


@dataclass
class Chain:
    """A published claim, with the last payload of each of its hops."""

    claim: Claim
    cleaned: MessagesCleaned | None = None
    analyzed: MessagesAnalyzed | None = None
    decided: list[Outcome] = field(default_factory=list)
    next_hop: int = 0

    def deliver(self, hop: int, wanted: Sequence[Decision]) -> None:
        """Run a hop, if it was ever published; the writing half of the last one is hop 3."""
        if hop == 0:
            self.cleaned = preprocess(claimed_payload(self.claim))
        elif hop == 1 and self.cleaned and self.cleaned.items:
            self.analyzed = analyze(self.cleaned)
        elif hop == 2 and self.analyzed and self.analyzed.items:
            ids = [item.message_id for item in self.analyzed.items]
            self.decided = decide(self.analyzed, dict(zip(ids, cycle(wanted), strict=False)))
        elif hop == 3 and self.decided:
            write(self.claim.token, self.decided)
        self.next_hop = min(hop + 1, 3)


def claimed_payload(claim: Claim) -> WorkClaimed:
    """What the dispatcher publishes."""
    return WorkClaimed(lease_token=claim.token, items=claim.work_ids)


def preprocess(claimed: WorkClaimed) -> MessagesCleaned:
    """The first hop: begins an attempt and reads the texts."""
    with engine().begin() as connection:
        started = work.start(connection, claimed.lease_token, claimed.items)
        turns = read_turns(connection, [row.subject_id for row in started])
    items = [clean(row.id, turns[row.subject_id]) for row in started if row.subject_id in turns]
    return MessagesCleaned(lease_token=claimed.lease_token, items=tuple(items))


def clean(work_id: int, turn: Turn) -> MessageCleaned:
    return MessageCleaned(
        work_id=work_id,
        message_id=turn.message_id,
        conversation_id=turn.conversation_id,
        text=turn.text,
        earlier_text="\n".join(turn.earlier_texts),
        alignment=(),
        language=Language(label="en", confidence=0.99),
        entities=(),
        features=TextFeatures(
            words=1, questions=0, exclamations=0, shouting=0, asks_for_person=False
        ),
    )


def analyze(cleaned: MessagesCleaned) -> MessagesAnalyzed:
    """The second hop: renews the lease and drops items that are lost."""
    held = renew(cleaned.lease_token, cleaned.work_ids)
    items = [
        MessageAnalyzed(**item.model_dump(), **ANALYSIS)
        for item in cleaned.items
        if item.work_id in held
    ]
    return MessagesAnalyzed(lease_token=cleaned.lease_token, items=tuple(items))


def decide(
    analyzed: MessagesAnalyzed, decisions: Mapping[UUID, Decision], otherwise: Decision = "suggest"
) -> list[Outcome]:
    """The third hop up to its write; `decisions` by message."""
    held = renew(analyzed.lease_token, analyzed.work_ids)
    return [
        make_outcome(item, decisions.get(item.message_id, otherwise))
        for item in analyzed.items
        if item.work_id in held
    ]


def make_outcome(message: MessageAnalyzed, decision: Decision) -> Outcome:
    reply = CANDIDATES[0].text if decision == "auto_reply" else None
    return Outcome(message, decision, "The test wants it so.", CANDIDATES, reply)


def write(token: UUID, decided: Sequence[Outcome]) -> set[int]:
    """The write of the third hop."""
    with engine().begin() as connection:
        return outcomes.write(connection, token, decided, {"inference": 12.5})


def renew(token: UUID, work_ids: Sequence[int]) -> set[int]:
    with engine().begin() as connection:
        return work.renew(connection, token, work_ids)


def run_chain(claim: Claim, decision: Decision = "suggest") -> set[int]:
    """All hops, with nothing going wrong. Returns the rows of work that are done by it."""
    analyzed = analyze(preprocess(claimed_payload(claim)))
    return write(claim.token, decide(analyzed, {}, decision))


def retry_later(token: UUID, work_ids: Sequence[int]) -> None:
    """What a worker does after a transient error."""
    with engine().begin() as connection:
        work.retry_later(connection, token, work_ids, "The model is being loaded.")


def give_up(token: UUID, work_ids: Sequence[int]) -> None:
    """What a worker does after a permanent error."""
    with engine().begin() as connection:
        work.give_up(connection, token, work_ids, "This can never be read.")


def refuse_version(token: UUID, _: Sequence[int]) -> None:
    """What a worker does with an unknown contract version."""
    with engine().begin() as connection:
        work.give_back(connection, token, "A worker does not know contract version 9.")


LettingGo = Callable[[UUID, Sequence[int]], None]
WAYS_TO_LET_GO: tuple[LettingGo, ...] = (retry_later, give_up, refuse_version)
