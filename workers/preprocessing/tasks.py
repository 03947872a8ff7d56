"""Text in, clean text out."""

from __future__ import annotations

from typing import Any

from workers.contracts.envelopes import MessagesCleaned, WorkClaimed
from workers.contracts.payloads import MessageCleaned
from workers.contracts.pipelines import PREPROCESS_MESSAGES, Queue
from workers.db import work
from workers.db.engine import statements
from workers.db.messages import read_turns
from workers.loaded.lexicon import lexicon
from workers.preprocessing.cleaning import clean
from workers.runtime.stage import stage_task
from workers.text.language import LanguageIdentifier

languages = LanguageIdentifier()


def warm(queue: Queue) -> dict[str, Any]:
    """Load the language models before the first message comes."""
    languages.warm()
    return {}


@stage_task(PREPROCESS_MESSAGES, WorkClaimed, MessagesCleaned)
def preprocess_messages(claimed: WorkClaimed) -> list[MessageCleaned]:
    """Read the turns of this chain's rows and clean them; the work of erased ones ends here."""
    with statements().connect() as connection:
        started = work.start(connection, claimed.lease_token, claimed.items)
        turns = read_turns(connection, [row.subject_id for row in started])
        erased = [row.id for row in started if row.subject_id not in turns]
        if erased:
            work.finish(connection, claimed.lease_token, erased)
    taught = lexicon().current()
    return [
        clean(row.id, turns[row.subject_id], languages, taught)
        for row in started
        if row.subject_id in turns
    ]
