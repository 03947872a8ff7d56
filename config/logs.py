"""Structured logs: one JSON object a line on standard error, the same for web and workers.

Ids of trace, message and conversation are bound by `structlog.contextvars`; a customer's words are
never passed to a logger.
"""

from __future__ import annotations

import logging
import logging.config
import traceback
from typing import Any

import structlog
from structlog.typing import ExcInfo

from config.environment import Environment


def _describe(exc_info: ExcInfo) -> str:
    """The class of an error and where it was raised; its text may quote what a customer wrote."""
    _, error, _ = exc_info
    parts = []
    chained: BaseException | None = error
    while chained is not None:
        parts.append("".join(traceback.format_tb(chained.__traceback__)) + type(chained).__name__)
        chained = chained.__cause__ or chained.__context__
    return "\nafter\n".join(parts)


SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(_describe),
]
# uvicorn has handlers of its own, which write plain lines and the texts of errors.
SERVER_LOGGERS = ("uvicorn", "uvicorn.error")
QUIET_LOGGERS = ("amqp", "kombu", "celery.worker.strategy", "celery.app.trace", "uvicorn.access")


def configure_logs(environment: Environment, level: str = "info") -> None:
    """Send both structlog's and the standard library's records through one JSON formatter.

    `level`: the default of LOG_LEVEL.
    """
    level = environment.choice("LOG_LEVEL", ["debug", "info", "warning", "error"], level)
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
        "loggers": {
            **{name: {"level": "NOTSET", "propagate": True} for name in SERVER_LOGGERS},
            **{name: {"level": "WARNING"} for name in QUIET_LOGGERS},
        },
    }
