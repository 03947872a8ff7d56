"""Where a contact is: what `tomorrow` means to them."""

from __future__ import annotations

import pytest
from django.db import connection

from apps.conversations.models import Contact, Inbox
from tests.integration.api.callers import Caller, assert_problem
from tests.integration.api.test_conversations import sign

SITE = Caller(**{"X-Inbox-Key": "demo"})
pytestmark = pytest.mark.django_db


def start(**contact: str) -> Contact:
    assert SITE.post("/conversations", {"contact": contact}).status_code == 201
    return Contact.objects.latest("created_at")


def test_a_contact_says_which_time_zone_is_theirs(inbox: Inbox) -> None:
    assert start(time_zone="Pacific/Auckland").zone == "Pacific/Auckland"
    assert start(time_zone="").zone == ""
    assert start().zone == ""


def test_who_travels_takes_the_new_zone_and_who_is_silent_keeps_the_old(inbox: Inbox) -> None:
    known = {"external_id": "42", "identity_hash": sign("42")}
    assert start(**known, time_zone="Asia/Tokyo").zone == "Asia/Tokyo"
    assert start(**known).zone == "Asia/Tokyo"
    assert start(**known, time_zone="Europe/Paris").zone == "Europe/Paris"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "Europe", "\u00e9", "x" * 65])
def test_what_is_no_zone_is_refused(inbox: Inbox, zone: str) -> None:
    refused = SITE.post("/conversations", {"contact": {"time_zone": zone}})
    assert assert_problem(refused, 422)["errors"][0]["pointer"] == "/contact/time_zone"


def test_a_process_of_the_release_before_still_stores_contacts(inbox: Inbox) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_contact (id, inbox_id, name, email, created_at) "
            "VALUES (gen_random_uuid(), %s, 'Ann', '', now())",
            [inbox.id],
        )
    assert Contact.objects.get().zone == ""
