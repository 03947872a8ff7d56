"""Anything may happen to a message on its way, in any order, and it is never lost or done twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from apps.conversations.actions import receive_message, send_reply, start_conversation
from apps.dispatch.actions import OPEN_STATES, free_all_leases
from apps.dispatch.claiming import (
    CHARACTERS_PER_CLAIM,
    Claim,
    claim,
    expire_leases,
    fail_hopeless,
    give_back,
)
from apps.dispatch.models import Work
from apps.dispatch.redrive import redrive
from tests.emptying.tables import empty_tables
from tests.factories import make_inbox
from tests.integration.dispatch import chains
from tests.integration.dispatch.chains import Chain, LettingGo
from tests.integration.dispatch.invariants import check_all
from tests.integration.dispatch.passing import pass_time
from workers.contracts.labels import Decision
from workers.contracts.leases import LEASE_SECONDS, MAX_ATTEMPTS, RETRY_DELAYS
from workers.contracts.pipelines import Lane

LONGEST_REST = LEASE_SECONDS + RETRY_DELAYS[-1]
LENGTHS = (1, 40, 5_000, 8_000)
# A moment, a turn grown old, a lease, the longest rest after a failure, a deadline.
SPANS = (1, 3, 11, 11, 11, 31, 31, 31, 61, 61, 601)
# Only the next one; all of them; and what a broker does that delivers more than once.
HOPS = ((), (), (0, 1, 2, 3), (0, 1, 2, 3), (0,) * 6, (1, 2), (3, 3), (0, 0, 1, 1, 2, 2, 3))

# Most happens in one conversation, and to the chain published last, so that stories get long.
places = st.sampled_from((0, 0, 0, 1, 1, 2))
latest = st.sampled_from((0, 0, 0, 0, 1, 1, 2, 3, 5, 8))
seldom = st.sampled_from((False, False, False, True))
operations = st.sampled_from(("none", "none", "none", "refuse", "redrive", "restart"))
limits = st.integers(0, 3)
decisions = st.lists(
    st.sampled_from(["auto_reply", "auto_reply", "suggest", "hand_off"]), min_size=1, max_size=3
)


class LeaseMachine(RuleBasedStateMachine):
    """A crash has no rule: it is a chain of which nothing more is heard.

    `limit`: of the claims that the dispatcher makes then; at 0 it is not there. No rule has a
    precondition: real time goes on too, and Hypothesis wants the same choices each time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.accepted: set[UUID] = set()
        self.published: list[Chain] = []

    @initialize()
    def open_conversations(self) -> None:
        empty_tables()
        speaking = make_inbox("speaking", hand_off_text="A colleague will take over.")
        silent = make_inbox("silent")
        inboxes = (speaking, silent, speaking)
        self.conversations = [start_conversation(inbox).id for inbox in inboxes]
        for place in range(3):
            self.speak(by_agent=False, place=place, length=40, limit=place)

    @rule(by_agent=seldom, place=places, length=st.sampled_from(LENGTHS), limit=limits)
    def speak(self, by_agent: bool, place: int, length: int, limit: int) -> None:
        if by_agent:
            send_reply(self.conversations[place], None, "I have looked into it.")
        else:
            self.accepted.add(receive_message(self.conversations[place], "x" * length).id)
        self.dispatch(limit)

    @rule(seconds=st.sampled_from(SPANS), operation=operations, which=latest, limit=limits)
    def wait(self, seconds: int, operation: str, which: int, limit: int) -> None:
        pass_time(seconds)
        if operation == "refuse":
            self.be_refused()
        elif operation == "redrive":
            redrive_what_failed(which)
        elif operation == "restart":
            free_all_leases()
        self.dispatch(limit)

    @rule(which=latest, hops=st.sampled_from(HOPS), wanted=decisions)
    def work(self, which: int, hops: Sequence[int], wanted: list[Decision]) -> None:
        chain = self.pick(which)
        with only_rows_of(chain.claim):
            for hop in hops or [chain.next_hop]:
                chain.deliver(hop, wanted)

    @rule(which=latest, alone=st.booleans(), let_go=st.sampled_from(chains.WAYS_TO_LET_GO))
    def meet_an_error(self, which: int, alone: bool, let_go: LettingGo) -> None:
        claimed = self.pick(which).claim
        ids = claimed.work_ids[:1] if alone else claimed.work_ids
        with only_rows_of(claimed):
            let_go(claimed.token, ids)

    @invariant()
    def everything_holds(self) -> None:
        check_all(self.accepted)

    def teardown(self) -> None:
        """With healthy workers from here on, everything comes to its end."""
        for _ in range(2 * MAX_ATTEMPTS):
            pass_time(LONGEST_REST)
            self.published.clear()
            self.dispatch(3)
            for chain in self.published:
                chains.run_chain(chain.claim)
            if not Work.objects.filter(state__in=OPEN_STATES).exists():
                break
        else:
            raise AssertionError("messages are left waiting")
        self.everything_holds()

    def dispatch(self, limit: int) -> None:
        """What the dispatcher does in a step."""
        if limit == 0:
            return
        expire_leases()
        fail_hopeless()
        while claimed := self.claim(limit, tried=True) or self.claim(limit, tried=False):
            self.published.append(Chain(claimed))

    def claim(self, limit: int, *, tried: bool) -> Claim | None:
        before = {row.id: row for row in Work.objects.filter(state__in=OPEN_STATES)}
        claimed = claim(Lane.LIVE, limit, tried=tried)
        if claimed is None:
            return None
        rows = [before[work_id] for work_id in claimed.work_ids]
        assert len(rows) <= (1 if tried else limit), "what was tried before goes alone"
        assert len(rows) == 1 or sum(row.size for row in rows) <= CHARACTERS_PER_CLAIM
        for row in rows:
            assert row.state == Work.State.PENDING
            assert (row.attempts > 0) == tried
            others = [o for o in before.values() if o.conversation_id == row.conversation_id]
            assert row.id == max(other.id for other in others), "the newest carries the turn"
            assert not any(other.state == Work.State.LEASED for other in others)
        return claimed

    def be_refused(self) -> None:
        claimed = self.claim(3, tried=True) or self.claim(3, tried=False)
        if claimed:
            check_given_back(claimed)

    def pick(self, which: int) -> Chain:
        return self.published[-1 - which % len(self.published)]


@contextmanager
def only_rows_of(claimed: Claim) -> Iterator[None]:
    """Checks that a chain changes nothing that another one holds, and revives nothing."""
    not_ours = Work.objects.exclude(lease_token=claimed.token).exclude(state=Work.State.PENDING)
    before = list(not_ours.order_by("id").values())
    yield
    after = Work.objects.filter(id__in=[row["id"] for row in before])
    assert list(after.order_by("id").values()) == before


def redrive_what_failed(which: int) -> None:
    failed = list(Work.objects.filter(state=Work.State.FAILED).order_by("-id"))
    if failed:
        assert redrive(failed[which % len(failed)].id) in {"", "Somebody has answered since."}


def check_given_back(claimed: Claim) -> None:
    rows = Work.objects.filter(id__in=claimed.work_ids)
    attempts = dict(rows.values_list("id", "attempts"))
    give_back(claimed, "The broker refused it.")
    assert dict(rows.values_list("id", "attempts")) == attempts, "an outage spends no attempt"
    assert {row.state for row in rows} == {Work.State.PENDING}


def run_machine(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        LeaseMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        ),
    )


def test_whatever_happens_no_message_is_lost_or_answered_twice() -> None:
    run_machine(examples=12, steps=30)


@pytest.mark.system
def test_whatever_happens_for_long_no_message_is_lost_or_answered_twice() -> None:
    run_machine(examples=120, steps=60)
