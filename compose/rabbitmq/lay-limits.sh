#!/bin/sh
# Lay the limits of the file $1 on the queues. The server does not load the file itself, because
# one that loads definitions at its first start makes no user.
set -eu

tries=60
until rabbitmqctl --quiet await_startup 2>/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { echo "RabbitMQ does not start: its queues have no limits." >&2; exit 1; }
    sleep 1
done
exec rabbitmqctl --quiet import_definitions "$1"
