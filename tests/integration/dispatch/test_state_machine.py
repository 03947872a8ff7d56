"""Anything may happen to a message on its way, in any order, and it is never lost or done twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from apps.conversations.actions import receive_message, send_reply, start_conversation
from apps.dispatch.actions import OPEN_STATES, free_all_leases, redrive
from apps.dispatch.claiming import (
    CHARACTERS_PER_CLAIM,
    Claim,
    claim,
    expire_leases,
    fail_hopeless,
    give_back,
)
from apps.dispatch.models import Work
from tests.factories import make_inbox
from tests.integration.dispatch import chains
from tests.integration.dispatch.chains import Chain, LettingGo
from tests.integration.dispatch.invariants import check_all
from tests.integration.dispatch.tables import empty_tables, pass_time
from workers.contracts import LEASE_SECONDS, MAX_ATTEMPTS, RETRY_DELAYS, Decision, Lane

LONGEST_REST = LEASE_SECONDS + RETRY_DELAYS[-1]
LENGTHS = (1, 40, 5_000, 8_000)
# A moment, a turn grown old, a lease, the longest rest after a failure, a deadline.
SPANS = (1, 3, 11, 11, 11, 31, 31, 31, 61, 61, 601)

# Most happens in one conversation, and to the chain published last, so that stories get long.
places = st.sampled_from((0, 0, 0, 1, 1, 2))
latest = st.sampled_from((0, 0, 0, 0, 1, 1, 2, 3, 5, 8))
limits = st.integers(0, 3)
decisions = st.lists(
    st.sampled_from(["auto_reply", "auto_reply", "suggest", "hand_off"]), min_size=1, max_size=3
)


class LeaseMachine(RuleBasedStateMachine):
    """A crash has no rule: it is a chain of which nothing more is heard.

    `limit`: of the claims that the dispatcher makes then; at 0 it is not there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.accepted: set[UUID] = set()
        self.published: list[Chain] = []
        self.states: set[str] = set()

    @initialize()
    def open_conversations(self) -> None:
        empty_tables()
        speaking = make_inbox("speaking", hand_off_text="A colleague will take over.")
        silent = make_inbox("silent")
        inboxes = (speaking, silent, speaking)
        self.conversations = [start_conversation(inbox).id for inbox in inboxes]

    @rule(place=places, length=st.sampled_from(LENGTHS), limit=limits)
    def accept(self, place: int, length: int, limit: int) -> None:
        self.accepted.add(receive_message(self.conversations[place], "x" * length).id)
        self.dispatch(limit)

    @rule(place=places)
    def reply_as_an_agent(self, place: int) -> None:
        send_reply(self.conversations[place], None, "I have looked into it.")

    @rule(seconds=st.sampled_from(SPANS), limit=limits)
    def wait(self, seconds: int, limit: int) -> None:
        pass_time(seconds)
        self.dispatch(limit)

    @precondition(lambda self: Work.State.PENDING in self.states)
    @rule(tried=st.booleans())
    def be_refused(self, tried: bool) -> None:
        claimed = self.claim(3, tried=tried) or self.claim(3, tried=not tried)
        if claimed:
            check_given_back(claimed)

    @precondition(lambda self: self.published)
    @rule(which=latest, whole=st.booleans(), wanted=decisions)
    def work(self, which: int, whole: bool, wanted: list[Decision]) -> None:
        chain = self.pick(which)
        hops = range(4) if whole else [chain.next_hop]
        for hop in hops:
            self.deliver(chain, hop, wanted)

    @precondition(lambda self: self.published)
    @rule(which=latest, hop=st.integers(0, 3), times=st.sampled_from((1, 2, 6)), wanted=decisions)
    def deliver_again(self, which: int, hop: int, times: int, wanted: list[Decision]) -> None:
        for _ in range(times):
            self.deliver(self.pick(which), hop, wanted)

    @precondition(lambda self: self.published)
    @rule(which=latest, alone=st.booleans(), let_go=st.sampled_from(chains.WAYS_TO_LET_GO))
    def meet_an_error(self, which: int, alone: bool, let_go: LettingGo) -> None:
        claimed = self.pick(which).claim
        ids = claimed.work_ids[:1] if alone else claimed.work_ids
        with only_rows_of(claimed):
            let_go(claimed.token, ids)

    @precondition(lambda self: Work.State.FAILED in self.states)
    @rule(which=latest)
    def redrive_what_failed(self, which: int) -> None:
        failed = list(Work.objects.filter(state=Work.State.FAILED).order_by("-id"))
        assert redrive(failed[which % len(failed)].id)

    @precondition(lambda self: Work.State.LEASED in self.states)
    @rule(limit=limits)
    def start_all_in_one_process_again(self, limit: int) -> None:
        free_all_leases()
        assert not Work.objects.filter(state=Work.State.LEASED).exists()
        self.dispatch(limit)

    @invariant()
    def everything_holds(self) -> None:
        self.states = check_all(self.accepted)

    def teardown(self) -> None:
        """With healthy workers from here on, everything comes to its end."""
        for _ in range(2 * MAX_ATTEMPTS):
            pass_time(LONGEST_REST)
            self.published.clear()
            self.dispatch(3)
            for chain in self.published:
                chains.run_chain(chain.claim)
            self.everything_holds()
        assert not Work.objects.filter(state__in=OPEN_STATES).exists(), "nothing is left waiting"

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

    def pick(self, which: int) -> Chain:
        return self.published[-1 - which % len(self.published)]

    def deliver(self, chain: Chain, hop: int, wanted: list[Decision]) -> None:
        with only_rows_of(chain.claim):
            chain.deliver(hop, wanted)


@contextmanager
def only_rows_of(claimed: Claim) -> Iterator[None]:
    """Checks that a chain changes nothing that another one holds, and revives nothing."""
    not_ours = Work.objects.exclude(lease_token=claimed.token).exclude(state=Work.State.PENDING)
    before = list(not_ours.order_by("id").values())
    yield
    after = Work.objects.filter(id__in=[row["id"] for row in before])
    assert list(after.order_by("id").values()) == before


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
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        ),
    )


def test_whatever_happens_no_message_is_lost_or_answered_twice() -> None:
    run_machine(examples=20, steps=30)


@pytest.mark.system
def test_whatever_happens_for_long_no_message_is_lost_or_answered_twice() -> None:
    run_machine(examples=300, steps=60)
