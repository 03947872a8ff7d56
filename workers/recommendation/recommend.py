"""Turns a message and what was found for it into an outcome. Decides; writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workers.contracts.payloads import MessageAnalyzed
from workers.models.text_encoder import is_unknown_to_models
from workers.recommendation.needs import join
from workers.recommendation.policy import decide, find_reply
from workers.recommendation.ranking import Basis, rank
from workers.recommendation.retrieval import Findings, find_written_in
from workers.records.decisions import ConversationState, Outcome


def recommend(
    asked: Sequence[tuple[MessageAnalyzed, Findings]],
    conversation: ConversationState,
    basis: Basis,
) -> Outcome:
    """Rank and decide; the outcome has the text of the reply where the bot answers alone.

    `asked`: the message with what was found for it, then the same of each need of its turn.
    """
    message = asked[0][0]
    if is_unknown_to_models(message.language.label):
        language = message.language.label
        asked = [(each, find_written_in(language, found)) for each, found in asked]
        basis = replace(basis, links={})
    candidates = join([rank(each, found, basis, conversation) for each, found in asked])
    verdict = decide(message, candidates, conversation, basis.links)
    reply = find_reply(candidates) if verdict.decision == "auto_reply" else None
    reply_text = reply.text if reply else None
    return Outcome(
        message, verdict.decision, verdict.reason, candidates, reply_text, verdict.confidence
    )
