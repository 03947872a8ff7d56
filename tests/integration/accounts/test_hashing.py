"""Hashing a password takes a processor, and nothing that others wait for."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client, override_settings

from apps.accounts.models import Agent
from tests.factories import PASSWORD

held: list[bool] = []


class Watched(MD5PasswordHasher):
    """Notes whether the thread has a connection, of which there are few, while it hashes."""

    def encode(self, *args: Any) -> str:
        held.append(connection.connection is not None)
        return super().encode(*args)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False])
def test_who_signs_in_keeps_no_connection_while_the_password_is_hashed(known: bool) -> None:
    agent = Agent.objects.create_user("dora@example.com", PASSWORD)
    given = {"username": agent.email if known else "nobody@example.com", "password": PASSWORD}
    held.clear()
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.Watched"]):
        answer = Client().post("/desk/login/", given)
    assert answer.status_code == (302 if known else 200)
    assert held
    assert not any(held)
