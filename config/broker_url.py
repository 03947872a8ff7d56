"""BROKER_URL: RabbitMQ, or a broker in memory for the process that runs everything."""

from __future__ import annotations

from config.environment import Environment

RABBITMQ_SCHEMES = ("amqp", "amqps", "pyamqp")


def read_broker_url(environment: Environment) -> str:
    """BROKER_URL, or the broker in memory without it."""
    return environment.url("BROKER_URL", ["memory", *RABBITMQ_SCHEMES], "memory://localhost/")


def require_rabbitmq(environment: Environment) -> None:
    """Raises SettingError unless BROKER_URL names one.

    For processes that meet others there: what one of them published to a broker of its own memory
    would reach nobody.
    """
    environment.url("BROKER_URL", RABBITMQ_SCHEMES)
