"""Structured logs: one JSON object a line on standard error, the same for web and workers.

What identifies (trace, message, conversation) is bound by `structlog.contextvars`; what a
customer said is never passed to a logger.
"""

from __future__ import annotations

import logging
import logging.config
from typing import Any

import structlog

from config.environment import Environment

SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
QUIET_LOGGERS = ("amqp", "kombu", "celery.worker.strategy", "celery.app.trace", "uvicorn.access")


def configure_logs(environment: Environment) -> None:
    """Send both structlog's and the standard library's records through one JSON formatter."""
    level = environment.choice("LOG_LEVEL", ["debug", "info", "warning", "error"], "info")
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED_PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(_standard_library(level.upper()))


def _standard_library(level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(default=str),
                ],
                "foreign_pre_chain": SHARED_PROCESSORS,
            }
        },
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": level, "handlers": ["standard_error"]},
        "loggers": {name: {"level": "WARNING"} for name in QUIET_LOGGERS},
    }
