"""What becomes of an outcome where the conversation has gone on meanwhile."""

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
        """Whether the conversation becomes a human's by this outcome."""
        return self.outcome.decision == "hand_off" and not self.conversation.handed_off

    @property
    def answered(self) -> bool:
        """Whether an agent was quicker: a human is there, and needs no announcement."""
        return self.conversation.answered_sequence >= self.conversation.sequence

    @property
    def said(self) -> tuple[str, str] | None:
        """Who says what to the contact, if anything is said."""
        if self.outcome.reply_text is not None:
            return "bot", self.outcome.reply_text
        if self.hands_off and not self.answered and self.conversation.hand_off_text:
            return "system", self.conversation.hand_off_text
        return None


def settle(outcome: Outcome, held: HeldConversation) -> Settled:
    """An auto-reply is kept only where nobody has written since, and nobody does."""
    moved_on = held.message_count > held.sequence or held.answered_sequence >= held.sequence
    if outcome.decision == "auto_reply":
        if moved_on or held.handed_off:
            outcome = _leave(outcome, "The conversation moved on before the bot could answer.")
        elif held.agent_writes:
            outcome = _leave(outcome, "An agent is writing.")
    return Settled(outcome, held)


def _leave(outcome: Outcome, reason: str) -> Outcome:
    """To the humans who are at it; what the bot would have said is not judged by that."""
    return replace(
        outcome, decision="suggest", reason=reason, reply_text=None, answer_confidence=None
    )
