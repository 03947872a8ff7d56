"""The SQLAlchemy engine of this process, made when it is first needed."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Engine, create_engine, event

from config.database import sqlalchemy_url
from workers.db.vectors import teach_vectors
from workers.settings import read_settings

# The index holds vectors of every encoder, and a search keeps those of one: it must go on until it
# has enough. A larger ef_search misses fewer of the nearest among very many.
_SEARCH_ON = "-c hnsw.iterative_scan=relaxed_order -c hnsw.ef_search=80"
# The value for SSDs. With the default of 4 the planner would rather scan a thousand vectors than
# use their index.
_PLANNED_FOR = "-c random_page_cost=1.1"


@cache
def engine() -> Engine:
    """For transactions. After a restart of Postgres the first use of an old connection fails with
    `connection_invalidated`, and the next try gets a new connection."""
    made = create_engine(
        sqlalchemy_url(read_settings().database_url),
        # One for each thread of all the pools that one process may run, opened when needed.
        pool_size=20,
        max_overflow=0,
        # Reuse the same few connections: each has prepared its statements already.
        pool_use_lifo=True,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"options": f"{_SEARCH_ON} {_PLANNED_FOR}"},
    )
    event.listen(made, "connect", lambda connection, _: teach_vectors(connection))
    return made


@cache
def statements() -> Engine:
    """For statements that are each a transaction of its own; the pool is the same."""
    return engine().execution_options(isolation_level="AUTOCOMMIT")
