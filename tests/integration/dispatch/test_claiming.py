"""What a claim takes, what it leaves, and how it is given back."""

from __future__ import annotations

import pytest

from apps.conversations.actions import receive_message
from apps.dispatch.claiming import Claim, claim, expire_leases, fail_hopeless, give_back
from apps.dispatch.models import Work
from tests.factories import make_message
from tests.integration.dispatch import chains
from tests.integration.dispatch.passing import pass_time
from tests.integration.dispatch.threads import at_once
from workers.contracts.leases import LEASE_SECONDS, MAX_ATTEMPTS, RETRY_DELAYS
from workers.contracts.pipelines import Lane


def claim_fresh(limit: int = 64) -> Claim:
    claimed = claim(Lane.LIVE, limit, tried=False)
    assert claimed is not None
    return claimed


def claim_tried() -> Claim | None:
    return claim(Lane.LIVE, 64, tried=True)


def claim_alone() -> Claim:
    claimed = claim_tried()
    assert claimed is not None
    assert len(claimed.work_ids) == 1
    return claimed


def work_of(claimed: Claim) -> Work:
    (work_id,) = claimed.work_ids
    return Work.objects.get(id=work_id)


def run_out(claimed: Claim) -> None:
    """A worker starts, and is never heard of again."""
    chains.preprocess(chains.claimed_payload(claimed))
    pass_time(LEASE_SECONDS)
    assert expire_leases() == len(claimed.work_ids)


def test_a_claim_takes_the_oldest_up_to_its_limit_and_carries_the_first_trace() -> None:
    messages = [make_message() for _ in range(4)]
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    Work.objects.filter(subject_id=messages[1].id).update(traceparent=trace)
    claimed = claim_fresh(limit=3)
    assert claimed.subject_ids == tuple(message.id for message in messages[:3])
    assert claimed.kind == "message"
    assert claimed.traceparent == trace


def test_a_claim_is_bounded_by_characters() -> None:
    for length in (8000, 8000, 1):
        make_message("x" * length)
    assert len(claim_fresh().work_ids) == 2
    assert len(claim_fresh().work_ids) == 1


def test_a_turn_longer_than_the_bound_is_claimed_alone() -> None:
    long = make_message("x" * 8000)
    for _ in range(2):
        long = receive_message(long.conversation_id, "x" * 8000)
    make_message("short")
    assert claim_fresh().subject_ids == (long.id,)
    assert len(claim_fresh().work_ids) == 1


def test_two_dispatchers_at_once_share_the_work_and_take_nothing_twice() -> None:
    for _ in range(40):
        make_message()

    def claim_all() -> list[int]:
        taken: list[int] = []
        while claimed := claim(Lane.LIVE, 3, tried=False):
            taken += claimed.work_ids
        return taken

    first, second = at_once(claim_all, 2)
    late = claim_all()
    taken = [*first, *second, *late]
    assert sorted(taken) == sorted(Work.objects.values_list("id", flat=True))


def test_a_claim_given_back_is_due_at_once_and_in_its_old_place() -> None:
    first = make_message()
    refused = claim_fresh()
    make_message()
    give_back(refused, "The broker refused it: OperationalError.")
    work = work_of(refused)
    assert (work.state, work.attempts, work.lease_token) == (Work.State.PENDING, 0, None)
    assert work.last_error == "The broker refused it: OperationalError."
    assert claim_fresh(limit=1).subject_ids == (first.id,)


def test_giving_back_comes_too_late_when_the_lease_is_another_ones() -> None:
    make_message()
    old = claim_fresh()
    pass_time(LEASE_SECONDS)
    expire_leases()
    pass_time(RETRY_DELAYS[0])
    new = claim_fresh()
    give_back(old, "The broker refused it.")
    assert work_of(new).lease_token == new.token


def test_a_lease_that_nobody_used_runs_out_without_an_attempt() -> None:
    make_message()
    claimed = claim_fresh()
    assert expire_leases() == 0
    pass_time(LEASE_SECONDS)
    assert expire_leases() == 1
    work = work_of(claimed)
    assert (work.attempts, work.last_error) == (0, "No worker started in time.")


def test_a_poison_message_is_tried_alone_ever_later_and_its_neighbours_are_answered() -> None:
    poison, *neighbours = [make_message() for _ in range(3)]
    batch = claim_fresh()
    assert len(batch.work_ids) == 3
    run_out(batch)
    for delay in RETRY_DELAYS:
        pass_time(delay - 1)
        assert claim_tried() is None
        pass_time(1)
        alone = claim_alone()
        assert alone.subject_ids == (poison.id,)
        while claimed := claim_tried():
            assert chains.run_chain(claimed) == set(claimed.work_ids)
        run_out(alone)
    pass_time(RETRY_DELAYS[-1])
    assert claim_tried() is None
    assert fail_hopeless() == 1
    work = work_of(alone)
    assert (work.state, work.attempts) == (Work.State.FAILED, MAX_ATTEMPTS)
    assert work.last_error == "The worker did not finish in time."
    done = Work.objects.filter(state=Work.State.DONE).values_list("subject_id", flat=True)
    assert set(done) == {message.id for message in neighbours}


def test_a_batch_that_is_delivered_again_is_not_begun_again() -> None:
    for _ in range(2):
        make_message()
    batch = chains.claimed_payload(claim_fresh())
    assert len(chains.preprocess(batch).items) == 2
    assert chains.preprocess(batch).items == ()
    assert set(Work.objects.values_list("attempts", flat=True)) == {1}


def test_a_message_delivered_again_alone_spends_an_attempt_each_time_and_no_more_than_all() -> None:
    make_message()
    alone = chains.claimed_payload(claim_fresh())
    begun = [len(chains.preprocess(alone).items) for _ in range(MAX_ATTEMPTS + 1)]
    assert begun == [1] * MAX_ATTEMPTS + [0]


@pytest.mark.parametrize("seconds", [601, 3600])
def test_what_is_past_its_deadline_is_not_claimed(seconds: int) -> None:
    make_message()
    pass_time(seconds)
    assert claim(Lane.LIVE, 64, tried=False) is None


def test_what_was_given_up_is_not_claimed_again() -> None:
    make_message()
    claimed = claim_fresh()
    chains.preprocess(chains.claimed_payload(claimed))
    chains.give_up(claimed.token, claimed.work_ids)
    assert claim_tried() is None
    assert fail_hopeless() == 1
    assert work_of(claimed).last_error == "This can never be read."
