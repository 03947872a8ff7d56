"""Connections notice that the other machine has vanished, and DATABASE_URL may say how soon."""

from __future__ import annotations

import os
import socket
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url

from apps.dispatch.hints import connect_directly
from config.database import django_database, sqlalchemy_url

PATIENCE_MILLISECONDS = 15_000


def patience_of(connected: psycopg.Connection[object]) -> int:
    """For how long the kernel waits for the other side, in milliseconds; 0 for its usual time."""
    with socket.socket(fileno=os.dup(connected.fileno())) as copied:
        assert copied.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert copied.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 10
        return copied.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)


@pytest.mark.django_db
def test_no_connection_waits_long_for_a_machine_that_vanished(database_url: str) -> None:
    connection.ensure_connection()
    assert patience_of(connection.connection) == PATIENCE_MILLISECONDS
    with connect_directly() as direct:
        assert patience_of(direct) == PATIENCE_MILLISECONDS
    engine = create_engine(sqlalchemy_url(database_url))
    with engine.connect() as pooled:
        driver = pooled.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        assert patience_of(driver) == PATIENCE_MILLISECONDS
    engine.dispose()


@given(password=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_an_address_keeps_its_password_and_its_own_options(password: str) -> None:
    options = "sslmode=require&tcp_user_timeout=99&options=-c%20search_path%3Da"
    url = f"postgresql://shop:{quote(password, safe='')}@db:5433/name?{options}"
    ours = make_url(sqlalchemy_url(url))
    assert (ours.drivername, ours.password, ours.port) == ("postgresql+psycopg", password, 5433)
    assert (ours.host, ours.database) == ("db", "name")
    django = django_database(url, pool_size=2)
    assert django["PASSWORD"] == password
    for used in (ours.query, django["OPTIONS"]):
        assert used["sslmode"] == "require"
        assert used["tcp_user_timeout"] == "99"
        assert used["options"] == "-c search_path=a"
        assert used["connect_timeout"] == "5"


def test_an_address_may_be_a_socket_of_this_machine() -> None:
    ours = make_url(sqlalchemy_url("postgresql:///name?host=/run/postgresql"))
    assert (ours.host, ours.database, ours.query["host"]) == (None, "name", "/run/postgresql")
