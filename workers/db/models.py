"""Model versions: the master copy of every trained model is in Postgres."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from workers.db.tables import model_file, model_version
from workers.records.models import ModelKind, TrainedVersion


@dataclass(frozen=True)
class Champion:
    """The version that serves. `report`: what its training said of each head."""

    version: str
    encoder: str
    report: dict[str, Any]
    promoted_at: datetime | None


_ALONE = text("LOCK TABLE learning_modelversion IN SHARE ROW EXCLUSIVE MODE")


def find_champion(connection: Connection, kind: ModelKind = "understanding") -> str | None:
    """The version of this kind that serves now, or None before the first training."""
    return connection.scalar(
        select(model_version.c.version).where(
            model_version.c.status == "champion", model_version.c.kind == kind
        )
    )


def lock_promotion(connection: Connection) -> None:
    """Keep others from changing which version serves until this transaction ends.

    The desk takes the same lock. Call it before anything else: two transactions that have both
    written a version would deadlock.
    """
    connection.execute(_ALONE)


def read_champion(connection: Connection) -> Champion | None:
    """The champion that reads messages, or None before the first training."""
    columns = model_version.c
    row = connection.execute(
        select(columns.version, columns.encoder, columns.report, columns.promoted_at).where(
            columns.status == "champion", columns.kind == "understanding"
        )
    ).one_or_none()
    return row and Champion(*row)


def read_files(connection: Connection, version: str) -> dict[str, bytes]:
    """Content by file name; empty for an unknown version."""
    rows = connection.execute(
        select(model_file.c.name, model_file.c.content)
        .join(model_version, model_version.c.id == model_file.c.version_id)
        .where(model_version.c.version == version)
    )
    return {name: bytes(content) for name, content in rows}


def store(connection: Connection, trained: TrainedVersion) -> None:
    """Keep a version as a challenger; a version that is already kept stays as it is."""
    version_id = connection.scalar(
        insert(model_version)
        .values(
            id=uuid7(),
            version=trained.version,
            kind=trained.kind,
            encoder=trained.encoder,
            status="challenger",
            report=dict(trained.figures),
            created_at=func.now(),
        )
        .on_conflict_do_nothing(index_elements=["version"])
        .returning(model_version.c.id)
    )
    if version_id is not None:
        rows = [_file_row(version_id, name, content) for name, content in trained.files.items()]
        connection.execute(insert(model_file), rows)


def _file_row(version_id: UUID, name: str, content: bytes) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "version_id": version_id,
        "name": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": content,
    }


def promote(connection: Connection, version: str) -> None:
    """Make a version the champion of its kind; the former one is retired and can come back."""
    kind = select(model_version.c.kind).where(model_version.c.version == version)
    connection.execute(
        update(model_version)
        .where(model_version.c.status == "champion", model_version.c.kind == kind.scalar_subquery())
        .values(status="retired")
    )
    connection.execute(
        update(model_version)
        .where(model_version.c.version == version)
        .values(status="champion", promoted_at=func.now())
    )
