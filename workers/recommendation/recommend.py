"""One message, with what was found for it, becomes an outcome. Decides; writes nothing."""

from __future__ import annotations

from workers.contracts import MessageAnalyzed
from workers.recommendation.policy import decide, find_reply
from workers.recommendation.ranking import Basis, rank
from workers.recommendation.retrieval import Findings
from workers.records import ConversationState, Outcome


def recommend(
    message: MessageAnalyzed,
    found: Findings,
    conversation: ConversationState,
    basis: Basis,
) -> Outcome:
    """Rank, decide, and take the best reply's text where the bot answers alone."""
    candidates = rank(message, found, basis, conversation)
    verdict = decide(message, candidates, conversation, basis.links)
    reply = find_reply(candidates) if verdict.decision == "auto_reply" else None
    reply_text = reply.text if reply else None
    return Outcome(
        message, verdict.decision, verdict.reason, candidates, reply_text, verdict.confidence
    )
