"""Changes an outcome where its conversation has moved on since it was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workers.db.conversations import HeldConversation
from workers.records.decisions import Outcome


@dataclass(frozen=True)
class Settled:
    """An outcome with the conversation that it is written into."""

    outcome: Outcome
    conversation: HeldConversation

    @property
    def hands_off(self) -> bool:
        """Whether this outcome hands the conversation off to a human."""
        return self.outcome.decision == "hand_off" and not self.conversation.handed_off

    @property
    def answered(self) -> bool:
        """Whether an agent has answered already, so that nothing needs to be announced."""
        return self.conversation.answered_sequence >= self.conversation.sequence

    @property
    def outgoing(self) -> tuple[str, str] | None:
        """The sender and the text of the message to the contact, if there is one."""
        if self.outcome.reply_text is not None:
            return "bot", self.outcome.reply_text
        if self.hands_off and not self.answered and self.conversation.hand_off_text:
            return "system", self.conversation.hand_off_text
        return None


def settle(outcome: Outcome, held: HeldConversation) -> Settled:
    """Keep an auto-reply only where nobody has written since, and no agent is writing now."""
    moved_on = held.message_count > held.sequence or held.answered_sequence >= held.sequence
    if outcome.decision == "auto_reply":
        if moved_on or held.handed_off:
            outcome = _leave(outcome, "The conversation moved on before the bot could answer.")
        elif held.agent_writes:
            outcome = _leave(outcome, "An agent is writing.")
    return Settled(outcome, held)


def _leave(outcome: Outcome, reason: str) -> Outcome:
    """Leave it to the humans at work there, without a confidence: nobody judged the answer."""
    return replace(
        outcome, decision="suggest", reason=reason, reply_text=None, answer_confidence=None
    )
