"""One message, with what was found for it, becomes an outcome. Decides; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workers.contracts import MessageAnalyzed
from workers.recommendation.policy import decide, find_reply
from workers.recommendation.ranking import rank
from workers.recommendation.retrieval import Found
from workers.records import ConversationState, IntentLinks, Outcome


def recommend(
    message: MessageAnalyzed,
    found: Sequence[Found],
    conversation: ConversationState,
    links: Mapping[str, IntentLinks],
) -> Outcome:
    """Rank, decide, and take the best reply's text where the bot answers alone."""
    candidates = rank(found, message.intents, links)
    verdict = decide(message, candidates, conversation, links)
    reply = find_reply(candidates) if verdict.decision == "auto_reply" else None
    reply_text = reply.text if reply else None
    return Outcome(message, verdict.decision, verdict.reason, candidates, reply_text)
