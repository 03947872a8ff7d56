"""Every query that a worker runs, by name: SQLAlchemy Core on tables that Django owns."""
