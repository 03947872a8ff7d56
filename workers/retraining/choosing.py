"""Whether what was just trained serves, or is kept aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from workers.contracts.rows import UNSEEN_FILE
from workers.db import models
from workers.db.engine import engine
from workers.db.models import Champion
from workers.encoding import encoder
from workers.errors import SetupError
from workers.feedback.promotion import find_fault, find_fault_in_figures, remember_best
from workers.feedback.unseen import UnseenByHead, read_unseen, write_unseen
from workers.retraining.learning import Learnt, keep


class OtherEncoderError(SetupError):
    """What would be trained here could not take the place of what serves."""


def check_encoder() -> None:
    """Before anything takes time. Raises OtherEncoderError."""
    with engine().connect() as connection:
        champion = models.read_champion(connection)
    if champion and (objection := _find_other_encoder(champion, encoder().identity)):
        raise OtherEncoderError(
            f"Nothing was trained: {objection}. Give the pool feedback.training the INFERENCE_URL "
            "of the inference pools, or change encoders with `python -m workers train`."
        )


def let_serve(connection: Connection, learnt: Learnt, began_at: datetime) -> str:
    """Keep it; it serves unless something speaks against it. What became of it, in a sentence."""
    models.choose_alone(connection)
    champion = models.read_champion(connection)
    best = _read_best(connection, champion)
    ours = read_unseen(learnt.files[UNSEEN_FILE])
    if champion and (objection := _find_objection(learnt, ours, champion, best, began_at)):
        keep(connection, learnt, serves=False)
        return f"{learnt.version} is kept aside: {objection}."
    remembered = {UNSEEN_FILE: write_unseen(remember_best(ours, best))}
    keep(connection, replace(learnt, files={**learnt.files, **remembered}), serves=True)
    right = ", ".join(f"{head} {said['accuracy']:.1%}" for head, said in learnt.figures.items())
    return f"{learnt.version} serves. Of examples that it did not know it had right: {right}."


def _find_objection(
    learnt: Learnt, ours: UnseenByHead, champion: Champion, best: UnseenByHead, began_at: datetime
) -> str:
    """In a few words; empty where there is none."""
    if objection := _find_other_encoder(champion, learnt.encoder):
        return objection
    if champion.promoted_at and champion.promoted_at > began_at:
        return f"{champion.version} was chosen while this one was trained"
    if not best:
        return find_fault_in_figures(learnt.figures, champion.report)
    return find_fault(ours, best)


def _find_other_encoder(champion: Champion, ours: str) -> str:
    if champion.encoder == ours:
        return ""
    return f"the model that serves reads the encoder {champion.encoder}, and here is {ours}"


def _read_best(connection: Connection, champion: Champion | None) -> UnseenByHead:
    content = champion and models.read_files(connection, champion.version).get(UNSEEN_FILE)
    return read_unseen(content or None)
