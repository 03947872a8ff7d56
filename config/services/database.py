"""Creates the database of an embedded Postgres, and the role that owns it."""

from __future__ import annotations

from typing import Any

from psycopg import Connection, sql


def create_database(template: Connection[Any], name: str, password: str) -> None:
    """Make a role and its database of one name, unless they are there.

    `template`: a superuser's connection to template1, in autocommit. The role is no superuser,
    because a superuser can run programs. Only a superuser may create `vector`, so it is created in
    the template, from which the database gets it.
    """
    template.execute("CREATE EXTENSION IF NOT EXISTS vector")
    identifier = sql.Identifier(name)
    if not template.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount:
        role = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
        template.execute(role.format(identifier, sql.Literal(password)))
    if not template.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
        database = sql.SQL("CREATE DATABASE {} OWNER {}")
        template.execute(database.format(identifier, identifier))
