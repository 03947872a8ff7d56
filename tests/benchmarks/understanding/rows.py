"""One line of the table that `make bench-understanding` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured on which data, beside the reference of the same run and the goal.

    `reached` is None where no goal is set.
    """

    measure: str
    data: str
    reference: str
    result: str
    goal: str
    reached: bool | None
