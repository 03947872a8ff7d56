"""One engine a process, made when the first task needs it."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Engine, create_engine, event

from config.database import sqlalchemy_url
from workers.db.vectors import teach_vectors
from workers.settings import read_settings

# Of the nearest vectors some are another encoder's: a search goes on until it has found enough.
# The more of them it looks at, the fewer it misses among very many.
_SEARCH_ON = "-c hnsw.iterative_scan=relaxed_order -c hnsw.ef_search=80"
# As on any disk without a head to move. With the default the planner compares a message with each
# of a thousand vectors rather than walk to the nearest ones.
_PLANNED_FOR = "-c random_page_cost=1.1"


@cache
def engine() -> Engine:
    """For transactions. A connection that a restart of Postgres broke shows when it is used: the
    error says `connection_invalidated`, and the next try gets a new one."""
    made = create_engine(
        sqlalchemy_url(read_settings().database_url),
        # One for each thread of all the pools that one process may run, opened when needed.
        pool_size=20,
        max_overflow=0,
        # The same few again and again: each knows the statements that it has prepared.
        pool_use_lifo=True,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": f"{_SEARCH_ON} {_PLANNED_FOR}"},
    )
    event.listen(made, "connect", lambda connection, _: teach_vectors(connection))
    return made


@cache
def statements() -> Engine:
    """For statements that are each a transaction of its own; the pool is the same."""
    return engine().execution_options(isolation_level="AUTOCOMMIT")
