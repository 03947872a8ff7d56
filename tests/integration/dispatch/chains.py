"""What the broker and the pools do with a claim, hop by hop, and as often as a test wants.

The queries are the workers' own. Only the thinking between them is left out: a text passes
uncleaned, and a test says what is decided.
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
    """A published claim, and what each of its hops was last delivered with."""

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
    """The first hop: an attempt begins, the texts are read."""
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
    """The second hop: the lease is renewed, and what is lost is dropped."""
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
    """The third hop before it writes; `decisions` by message."""
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
    """The third hop as it writes."""
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
    """A worker met an error that may pass."""
    with engine().begin() as connection:
        work.retry_later(connection, token, work_ids, "The model is being loaded.")


def give_up(token: UUID, work_ids: Sequence[int]) -> None:
    """A worker met an error that will not pass."""
    with engine().begin() as connection:
        work.give_up(connection, token, work_ids, "This can never be read.")


def refuse_version(token: UUID, _: Sequence[int]) -> None:
    """A worker of another release met a contract that it does not know."""
    with engine().begin() as connection:
        work.give_back(connection, token, "A worker does not know contract version 9.")


LettingGo = Callable[[UUID, Sequence[int]], None]
WAYS_TO_LET_GO: tuple[LettingGo, ...] = (retry_later, give_up, refuse_version)
