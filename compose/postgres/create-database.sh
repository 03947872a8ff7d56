#!/bin/sh
# Once, on an empty volume: the database and its owner, who is no superuser, for one of those runs
# programs; so `vector`, which only a superuser may create, is made here.
set -eu
: "${DATABASE_PASSWORD:?DATABASE_PASSWORD is not set: it is the password of the role firstline.}"

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="$DATABASE_PASSWORD" \
    --username "$POSTGRES_USER" --dbname template1 <<'SQL'
CREATE EXTENSION IF NOT EXISTS vector;
CREATE ROLE firstline LOGIN PASSWORD :'password';
CREATE DATABASE firstline OWNER firstline;
SQL
