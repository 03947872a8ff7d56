"""Clean text in, meaning out: each turn, and each need of those that have several."""

from __future__ import annotations

from collections.abc import Sequence

from workers.contracts.payloads import MessageAnalyzed, MessageCleaned
from workers.inference.needs import read_needs, split_needs
from workers.inference.understand import understand
from workers.inference.wording import word_for_encoder
from workers.models.artifact import Model
from workers.models.text_encoder import TextEncoder


def analyze(
    messages: Sequence[MessageCleaned], encoder: TextEncoder, model: Model
) -> list[MessageAnalyzed]:
    """Embed all at once, then read intent, sentiment, entities and needs."""
    needs = [split_needs(message) for message in messages]
    asked = [*messages, *(need for of_message in needs for need in of_message)]
    vocabulary = model.intent.vocabulary
    features = encoder.encode([word_for_encoder(each, vocabulary) for each in asked])
    analyzed = understand(messages, features[: len(messages)], model)
    end = len(messages)
    for row, own in enumerate(needs):
        start, end = end, end + len(own)
        if own:
            turn = analyzed[row].turn_text
            read = read_needs(own, features[start:end], turn, features[[row]], model)
            analyzed[row] = analyzed[row].model_copy(update={"needs": read})
    return analyzed
