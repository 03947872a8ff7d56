"""Anything may happen to a message on its way, in any order, and it is never lost or done twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
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
from tests.integration.dispatch.invariants import check_all
from tests.integration.dispatch.tables import empty_tables, pass_time
from workers.contracts import Decision, Lane, MessagesAnalyzed, MessagesCleaned
from workers.records import Outcome

CONVERSATIONS = 4
LENGTHS = (1, 40, 5_000, 8_000)
# A moment, a turn grown old, each rest after a failure, a lease, a deadline.
SPANS = (1, 3, 11, 31, 31, 61, 601)

which = st.integers(0, 30)
decisions = st.lists(
    st.sampled_from(["auto_reply", "auto_reply", "suggest", "hand_off"]), min_size=1, max_size=3
)


@dataclass
class Chain:
    """A published claim, and what each of its hops was last delivered with."""

    claim: Claim
    cleaned: MessagesCleaned | None = None
    analyzed: MessagesAnalyzed | None = None
    decided: list[Outcome] = field(default_factory=list)

    def run_first(self) -> None:
        self.cleaned = chains.preprocess(chains.claimed_payload(self.claim))

    def run_second(self) -> None:
        assert self.cleaned is not None
        self.analyzed = chains.analyze(self.cleaned)

    def run_third(self, wanted: Sequence[Decision]) -> None:
        assert self.analyzed is not None
        ids = [item.message_id for item in self.analyzed.items]
        self.decided = chains.decide(self.analyzed, dict(zip(ids, cycle(wanted), strict=False)))

    def write(self) -> None:
        chains.write(self.claim.token, self.decided)


class LeaseMachine(RuleBasedStateMachine):
    """A crash has no rule: it is a chain of which nothing more is heard."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: set[UUID] = set()
        self.published: list[Chain] = []

    @initialize()
    def open_conversations(self) -> None:
        empty_tables()
        speaking = make_inbox("speaking", hand_off_text="A colleague will take over.")
        silent = make_inbox("silent")
        inboxes = (speaking, silent) * CONVERSATIONS
        self.conversations = [start_conversation(inboxes[i]).id for i in range(CONVERSATIONS)]

    @rule(which=which, length=st.sampled_from(LENGTHS))
    def accept(self, which: int, length: int) -> None:
        conversation_id = self.conversations[which % CONVERSATIONS]
        self.accepted.add(receive_message(conversation_id, "x" * length).id)

    @rule(which=which)
    def reply_as_an_agent(self, which: int) -> None:
        send_reply(self.conversations[which % CONVERSATIONS], None, "I have looked into it.")

    @rule(limit=st.integers(1, 3), tried=st.booleans())
    def publish(self, limit: int, tried: bool) -> None:
        claimed = self.claim_and_check(limit, tried=tried)
        if claimed:
            self.published.append(Chain(claimed))

    @rule(limit=st.integers(1, 3), tried=st.booleans())
    def publish_and_be_refused(self, limit: int, tried: bool) -> None:
        claimed = self.claim_and_check(limit, tried=tried)
        if claimed is None:
            return
        rows = Work.objects.filter(id__in=claimed.work_ids)
        attempts = dict(rows.values_list("id", "attempts"))
        give_back(claimed, "The broker refused it.")
        assert dict(rows.values_list("id", "attempts")) == attempts, "an outage spends no attempt"
        assert {row.state for row in rows} == {Work.State.PENDING}

    @precondition(lambda self: self.published)
    @rule(which=which)
    def run_first_hop(self, which: int) -> None:
        self.pick(which).run_first()

    @precondition(lambda self: self.published)
    @rule(which=which)
    def run_second_hop(self, which: int) -> None:
        chain = self.pick(which)
        if chain.cleaned and chain.cleaned.items:
            chain.run_second()

    @precondition(lambda self: self.published)
    @rule(which=which, wanted=decisions)
    def run_third_hop(self, which: int, wanted: list[Decision]) -> None:
        chain = self.pick(which)
        if chain.analyzed and chain.analyzed.items:
            chain.run_third(wanted)

    @precondition(lambda self: self.published)
    @rule(which=which)
    def finish(self, which: int) -> None:
        chain = self.pick(which)
        if chain.decided:
            chain.write()

    @precondition(lambda self: self.published)
    @rule(which=which, wanted=decisions)
    def run_all_hops(self, which: int, wanted: list[Decision]) -> None:
        chain = self.pick(which)
        chain.run_first()
        if chain.cleaned and chain.cleaned.items:
            chain.run_second()
            chain.run_third(wanted)
            chain.write()

    @precondition(lambda self: self.published)
    @rule(which=which, permanent=st.booleans(), alone=st.booleans())
    def meet_an_error(self, which: int, permanent: bool, alone: bool) -> None:
        claimed = self.pick(which).claim
        ids = claimed.work_ids[:1] if alone else claimed.work_ids
        (chains.give_up if permanent else chains.retry_later)(claimed.token, ids)

    @precondition(lambda self: self.published)
    @rule(which=which)
    def meet_an_unknown_version(self, which: int) -> None:
        chains.refuse_version(self.pick(which).claim.token)

    @rule(seconds=st.sampled_from(SPANS))
    def wait(self, seconds: int) -> None:
        pass_time(seconds)

    @rule()
    def do_chores(self) -> None:
        expire_leases()
        fail_hopeless()

    @rule(which=which)
    def redrive_what_failed(self, which: int) -> None:
        failed = list(Work.objects.filter(state=Work.State.FAILED).order_by("id"))
        if failed:
            assert redrive(failed[which % len(failed)].id)

    @rule()
    def start_all_in_one_process_again(self) -> None:
        free_all_leases()
        assert not Work.objects.filter(state=Work.State.LEASED).exists()

    @invariant()
    def everything_holds(self) -> None:
        check_all(self.accepted)

    def teardown(self) -> None:
        """With healthy workers from here on, everything comes to its end."""
        for _ in range(3 * len(self.accepted)):
            pass_time(61)
            self.do_chores()
            while claimed := claim(Lane.LIVE, 3, tried=True) or claim(Lane.LIVE, 3, tried=False):
                chains.run_chain(claimed)
                check_all(self.accepted)
        assert not Work.objects.filter(state__in=OPEN_STATES).exists(), "nothing is left waiting"

    def pick(self, which: int) -> Chain:
        """The latest chain is 0, so that most of what happens concerns those on their way."""
        return self.published[-1 - which % len(self.published)]

    def claim_and_check(self, limit: int, *, tried: bool) -> Claim | None:
        before = {row.id: row for row in Work.objects.filter(state__in=OPEN_STATES)}
        claimed = claim(Lane.LIVE, limit, tried=tried)
        if claimed is None:
            return None
        rows = [before[work_id] for work_id in claimed.work_ids]
        assert len(rows) <= (1 if tried else limit)
        assert len(rows) == 1 or sum(row.size for row in rows) <= CHARACTERS_PER_CLAIM
        for row in rows:
            assert row.state == Work.State.PENDING
            assert (row.attempts > 0) == tried, "what was tried before goes alone"
            others = [o for o in before.values() if o.conversation_id == row.conversation_id]
            assert row.id == max(other.id for other in others), "the newest carries the turn"
            assert not any(other.state == Work.State.LEASED for other in others)
        return claimed


def run_machine(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        LeaseMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        ),
    )


def test_whatever_happens_no_message_is_lost_or_answered_twice() -> None:
    run_machine(examples=30, steps=40)


@pytest.mark.system
def test_whatever_happens_for_long_no_message_is_lost_or_answered_twice() -> None:
    run_machine(examples=400, steps=80)
