"""What travels from task to task in a chain, and the versions of it that are understood.

A changed field means a new `VERSION`; workers keep accepting the previous one while a rollout is
under way.
"""

from __future__ import annotations

from uuid import UUID

from workers.contracts.payloads import MessageAnalyzed, MessageCleaned, Payload

VERSION = 3
ACCEPTED_VERSIONS = frozenset({VERSION, VERSION - 1})
# The fields that a version added to the items; they are left out for a chain of an older version.
ADDED_FIELDS: dict[int, frozenset[str]] = {3: frozenset({"needs"})}


class Envelope(Payload):
    """What every hop carries: contract version, lease, trace, and the items of its claim.

    `timings_ms`: what each stage spent on the whole claim.
    """

    version: int = VERSION
    lease_token: UUID
    traceparent: str | None = None
    timings_ms: dict[str, float] = {}
    items: tuple[int | MessageCleaned, ...]

    @property
    def work_ids(self) -> tuple[int, ...]:
        """The rows of `work` that this envelope is about."""
        return tuple(item if isinstance(item, int) else item.work_id for item in self.items)


class WorkClaimed(Envelope):
    """The first hop of every pipeline: which rows of `work` the chain holds the lease of."""

    items: tuple[int, ...]


class MessagesCleaned(Envelope):
    """From preprocessing to inference."""

    items: tuple[MessageCleaned, ...]


class MessagesAnalyzed(Envelope):
    """From inference to recommendation."""

    items: tuple[MessageAnalyzed, ...]
