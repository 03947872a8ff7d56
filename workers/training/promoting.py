"""Decides whether a version that was just trained serves, or is only kept, and stores it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from workers.contracts.rows import VERDICTS_FILE
from workers.db import models
from workers.db.engine import engine
from workers.db.models import Champion
from workers.errors import SetupError
from workers.fitting.held_out import VerdictsByHead, read_verdicts, write_verdicts
from workers.fitting.promotion import find_fault, find_fault_in_figures, remember_best
from workers.loaded.encoder import encoder
from workers.records.models import TrainedVersion
from workers.training.versions import store


class OtherEncoderError(SetupError):
    """A model trained on this encoder could not replace the champion, which reads another one."""


def check_encoder() -> None:
    """Raises OtherEncoderError; called before a training, which takes minutes."""
    with engine().connect() as connection:
        champion = models.read_champion(connection)
    if champion and (objection := _find_other_encoder(champion, encoder().identity)):
        raise OtherEncoderError(
            f"Nothing was trained: {objection}. Give the pool feedback.training the INFERENCE_URL "
            "of the inference pools, or change encoders with `python -m workers train`."
        )


def promote_unless_worse(
    connection: Connection, trained: TrainedVersion, began_at: datetime
) -> str:
    """Store a version, which serves unless it is worse. Returns the verdict as a sentence."""
    models.lock_promotion(connection)
    champion = models.read_champion(connection)
    best = _read_best(connection, champion)
    ours = read_verdicts(trained.files[VERDICTS_FILE])
    if champion and (objection := _find_objection(trained, ours, champion, best, began_at)):
        store(connection, trained, serves=False)
        return f"{trained.version} is kept aside: {objection}."
    remembered = {VERDICTS_FILE: write_verdicts(remember_best(ours, best))}
    store(connection, replace(trained, files={**trained.files, **remembered}), serves=True)
    right = ", ".join(
        f"{head} {report['accuracy']:.1%}" for head, report in trained.figures.items()
    )
    return f"{trained.version} serves. Of examples that it did not know it had right: {right}."


def _find_objection(
    trained: TrainedVersion,
    ours: VerdictsByHead,
    champion: Champion,
    best: VerdictsByHead,
    began_at: datetime,
) -> str:
    """What speaks against promotion, in a few words; empty where nothing does."""
    if objection := _find_other_encoder(champion, trained.encoder):
        return objection
    if champion.promoted_at and champion.promoted_at > began_at:
        return f"{champion.version} was chosen while this one was trained"
    if not best:
        return find_fault_in_figures(trained.figures, champion.report)
    return find_fault(ours, best)


def _find_other_encoder(champion: Champion, ours: str) -> str:
    if champion.encoder == ours:
        return ""
    return f"the model that serves reads the encoder {champion.encoder}, and here is {ours}"


def _read_best(connection: Connection, champion: Champion | None) -> VerdictsByHead:
    content = champion and models.read_files(connection, champion.version).get(VERDICTS_FILE)
    return read_verdicts(content or None)
