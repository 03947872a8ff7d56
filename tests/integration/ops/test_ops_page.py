"""The page of operations: who may open it, what it says first, and what it lets do."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from apps.conversations.actions import send_reply
from apps.conversations.models import Message
from apps.dispatch.models import Heartbeat, PausedLane, Work
from tests.factories import beat, make_message
from tests.integration.dispatch.passing import pass_time
from workers.contracts.envelopes import VERSION
from workers.contracts.pipelines import Lane

PAGE = "/desk/ops/"
ACTIONS = (
    "work/1/redrive/",
    "failures/redrive/",
    "lanes/live/pause/",
    "lanes/live/resume/",
)
TIMED_OUT = "The worker did not finish in time."


def first_line(client: Client) -> str:
    """What the page says before anything else."""
    found = re.search(r"<h2>(.*?)</h2>", client.get(PAGE).content.decode())
    assert found
    return unescape(found[1])


def fail(message: Message, reason: str = TIMED_OUT) -> Work:
    work = Work.objects.get(kind="message", subject_id=message.id)
    work.state, work.last_error, work.attempts = Work.State.FAILED, reason, 5
    work.finished_at = timezone.now()
    work.save()
    return work


def states(*rows: Work) -> list[str]:
    return [Work.objects.get(id=row.id).state for row in rows]


def test_it_is_for_supervisors_and_acting_for_administrators(
    agent: Client, supervisor: Client, administrator: Client
) -> None:
    assert Client().get(PAGE)["Location"] == "/desk/login/?next=%2Fdesk%2Fops%2F"
    assert agent.get(PAGE).status_code == 403
    assert b"Pause" not in supervisor.get(PAGE).content
    assert b"Pause" in administrator.get(PAGE).content
    for action in ACTIONS:
        assert Client().post(PAGE + action).status_code == 302
        assert agent.post(PAGE + action).status_code == 403
        assert supervisor.post(PAGE + action).status_code == 403
        assert administrator.get(PAGE + action).status_code == 405
    assert not PausedLane.objects.exists()


def test_the_rail_leads_there_only_whom_it_lets_in(agent: Client, supervisor: Client) -> None:
    link = f'href="{PAGE}"'
    assert link not in agent.get("/desk/").content.decode()
    assert link in supervisor.get("/desk/").content.decode()


def test_acting_needs_the_token_of_a_page(administrator: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = administrator.cookies
    assert strict.post(f"{PAGE}lanes/live/pause/").status_code == 403


def test_all_is_well_when_all_is_well(supervisor: Client) -> None:
    beat()
    assert first_line(supervisor) == "All is well."


def test_what_refreshes_is_the_panel_alone(supervisor: Client) -> None:
    beat()
    panel = supervisor.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert "All is well." in panel
    assert "<html" not in panel


def test_a_pool_that_fell_silent_is_the_first_thing_said(supervisor: Client) -> None:
    beat()
    fail(make_message())
    assert "1 piece of work failed" in first_line(supervisor)
    silent = Heartbeat.objects.filter(queue="inference")
    silent.update(seen_at=timezone.now() - timedelta(seconds=40))
    said = first_line(supervisor)
    assert said.startswith("The pool inference has been silent since ")
    assert "python -m workers pool inference" in supervisor.get(PAGE).content.decode()
    Heartbeat.objects.filter(queue="dispatch").delete()
    assert first_line(supervisor).startswith("No dispatcher runs")


def test_a_broker_that_refuses_work_is_said_with_how_much_waits(supervisor: Client) -> None:
    beat()
    make_message()
    pass_time(1)
    live = Work.objects.filter(lane=Lane.LIVE)
    live.update(last_error="The broker refused it: OperationalError.")
    assert first_line(supervisor).startswith("The broker does not take work: 1 waiting")


def test_messages_that_wait_too_long_and_pools_of_another_contract_are_said(
    supervisor: Client,
) -> None:
    beat()
    Heartbeat.objects.filter(queue="inference").update(details={"contract_version": VERSION - 1})
    assert first_line(supervisor).startswith(f"Pools speak contract {VERSION - 1}")
    make_message()
    pass_time(250)
    assert first_line(supervisor).startswith("A message has waited for 4 min")


def test_monitors_are_told_what_the_page_says(supervisor: Client) -> None:
    beat()
    Heartbeat.objects.filter(queue="inference").delete()
    fail(make_message())
    status = Client().get("/statusz").json()
    page = unescape(supervisor.get(PAGE).content.decode())
    assert len(status["reasons"]) == len(status["warnings"]) == 1
    for told in status["reasons"] + status["warnings"]:
        assert told.partition(". ")[0] in page


def test_a_paused_lane_is_said_until_it_goes_on(administrator: Client) -> None:
    beat()
    administrator.post(f"{PAGE}lanes/bulk/pause/")
    assert re.match(r"The lane bulk was paused at \d\d:\d\d by Charlie", first_line(administrator))
    assert Client().get("/statusz").json()["paused_lanes"] == ["bulk"]
    assert Client().get("/statusz").status_code == 200
    administrator.post(f"{PAGE}lanes/live/pause/")
    assert Client().get("/statusz").status_code == 503
    for lane in ("bulk", "live", "live"):
        administrator.post(f"{PAGE}lanes/{lane}/resume/")
    assert first_line(administrator) == "All is well."
    assert administrator.post(f"{PAGE}lanes/fast/pause/").status_code == 404


def test_failures_are_shown_by_reason_with_their_conversation_and_without_what_was_said(
    supervisor: Client,
) -> None:
    beat()
    message = make_message("My card number is a secret")
    fail(message)
    fail(make_message(), reason="<b>RuntimeError</b>")
    page = supervisor.get(PAGE).content.decode()
    assert f"/desk/c/{message.conversation_id}/" in page
    assert TIMED_OUT in page
    assert "<b>RuntimeError" not in page
    assert "secret" not in page


def test_one_or_all_of_a_reason_are_given_another_try(administrator: Client) -> None:
    beat()
    one, two, three = (fail(make_message()) for _ in range(3))
    other = fail(make_message(), reason="RuntimeError")
    administrator.post(f"{PAGE}work/{one.id}/redrive/")
    assert states(one, two, three, other) == ["pending", "failed", "failed", "failed"]
    whole = {"kind": "message", "reason": TIMED_OUT}
    said = administrator.post(f"{PAGE}failures/redrive/", whole, headers={"HX-Request": "true"})
    assert "2 given another try." in said["HX-Trigger"]
    assert states(one, two, three, other) == ["pending", "pending", "pending", "failed"]
    work = Work.objects.get(id=two.id)
    assert (work.attempts, work.finished_at) == (0, None)
    assert work.deadline is not None
    assert work.deadline > timezone.now() + timedelta(minutes=9)
    unknown = administrator.post(f"{PAGE}failures/redrive/", {"kind": "\0", "reason": "a\0b"})
    assert unknown.status_code == 302


def test_what_somebody_has_answered_since_is_not_tried_again(administrator: Client) -> None:
    beat()
    message = make_message()
    work = fail(message)
    send_reply(message.conversation_id, None, "I took care of it.")
    address = f"{PAGE}work/{work.id}/redrive/"
    said = administrator.post(address, headers={"HX-Request": "true"})
    assert "Somebody has answered since." in said["HX-Trigger"]
    assert states(work) == ["failed"]


@pytest.mark.django_db
def test_a_row_that_is_gone_or_already_tried_again_is_no_error(administrator: Client) -> None:
    response = administrator.post(f"{PAGE}work/999/redrive/", headers={"HX-Request": "true"})
    assert "It is no longer failed." in response["HX-Trigger"]
