"""Turns a message and what was found for it into an outcome. Decides; writes nothing."""

from __future__ import annotations

from dataclasses import replace

from workers.contracts.payloads import MessageAnalyzed
from workers.recommendation.policy import decide, find_reply, is_unknown_to_models
from workers.recommendation.ranking import Basis, rank
from workers.recommendation.retrieval import Findings, find_written_in
from workers.records.decisions import ConversationState, Outcome


def recommend(
    message: MessageAnalyzed,
    found: Findings,
    conversation: ConversationState,
    basis: Basis,
) -> Outcome:
    """Rank and decide; the outcome has the text of the reply where the bot answers alone."""
    if is_unknown_to_models(message):
        found, basis = find_written_in(message.language.label, found), replace(basis, links={})
    candidates = rank(message, found, basis, conversation)
    verdict = decide(message, candidates, conversation, basis.links)
    reply = find_reply(candidates) if verdict.decision == "auto_reply" else None
    reply_text = reply.text if reply else None
    return Outcome(
        message, verdict.decision, verdict.reason, candidates, reply_text, verdict.confidence
    )
