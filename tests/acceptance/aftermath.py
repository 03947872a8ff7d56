"""Checks in Postgres what became of the messages of a rush."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from tests.acceptance.rush import Rush
from tests.services import Services
from workers.contracts.pipelines import Lane

_MESSAGES = """
SELECT message.id, work.state, work.attempts, work.superseded_by,
  conversation.handed_off_at IS NOT NULL,
  (SELECT count(*) FROM assist_prediction WHERE message_id = message.id),
  (SELECT count(*) FROM dispatch_event
   WHERE message_id = message.id AND kind = 'message.done'),
  (SELECT count(*) FROM conversations_message AS reply
   WHERE reply.in_reply_to_id = message.id AND reply.sender_type = 'bot'),
  (SELECT count(*) FROM conversations_message AS reply
   JOIN conversations_message AS newer ON newer.conversation_id = reply.conversation_id
   WHERE reply.in_reply_to_id = message.id AND newer.direction = 'incoming'
     AND newer.sequence > message.sequence AND newer.sequence < reply.sequence)
FROM conversations_message AS message
JOIN conversations_conversation AS conversation ON conversation.id = message.conversation_id
LEFT JOIN dispatch_work AS work ON work.kind = 'message' AND work.subject_id = message.id
WHERE message.conversation_id = ANY(%s) AND message.direction = 'incoming'
"""
_OPEN = """
SELECT count(*) FROM dispatch_work WHERE lane = ANY(%s) AND state IN ('pending', 'leased')
"""
_LABELS = """
SELECT feedback.message_id, count(label.id) FROM assist_feedback AS feedback
LEFT JOIN assist_label AS label ON label.feedback_id = feedback.id
WHERE feedback.message_id = ANY(%s) GROUP BY feedback.message_id
"""


@dataclass(frozen=True)
class Fate:
    """The outcome of a message. `late_replies`: of the bot, written after a newer message came."""

    message: UUID
    state: str | None
    attempts: int
    superseded_by: UUID | None
    handed_off: bool
    predictions: int
    done_events: int
    bot_replies: int
    late_replies: int


@dataclass(frozen=True)
class Aftermath:
    fates: dict[UUID, Fate]
    labels: dict[UUID, int]

    def summary(self) -> str:
        return ", ".join(f"{n} {state}" for state, n in sorted(self.counts().items()))

    def counts(self) -> Counter[str]:
        return Counter(str(fate.state) for fate in self.fates.values())

    def check(self, rush: Rush) -> None:
        """Assert what is promised for every accepted message."""
        lost = set(rush.accepted) - set(self.fates)
        assert not lost, f"{len(lost)} accepted messages are gone"
        for fate in self.fates.values():
            assert fate.state in {"done", "superseded", "failed"}, fate
            assert fate.handed_off or fate.state != "failed", fate
            assert fate.predictions == fate.done_events == (fate.state == "done"), fate
            assert fate.bot_replies <= fate.predictions, fate
            assert fate.late_replies == 0, fate
            assert self._ends(fate), fate
        assert all(self.labels.get(message) == 1 for message in rush.rated)

    def _ends(self, fate: Fate) -> bool:
        """Whether a superseded message leads to one that was answered or handed off."""
        seen = {fate.message}
        while fate.superseded_by is not None and fate.superseded_by not in seen:
            seen.add(fate.superseded_by)
            fate = self.fates[fate.superseded_by]
        return fate.state in {"done", "failed"}


def count_open(services: Services) -> int:
    """The number of open rows of work for pools, without gaps, which are due a minute later."""
    lanes = [lane.value for lane in Lane if lane != Lane.GAPS]
    return int(services.rows(_OPEN, lanes)[0][0])


def read_aftermath(services: Services, rush: Rush) -> Aftermath:
    fates = [Fate(*row) for row in services.rows(_MESSAGES, rush.conversations)]
    labels = services.rows(_LABELS, rush.rated)
    return Aftermath({fate.message: fate for fate in fates}, dict(labels))
