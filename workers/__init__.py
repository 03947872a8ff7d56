"""The actors: one Celery pool per stage, none of which imports Django."""
