"""Trains new model versions on what the workspace was taught.

`run.py` runs a training in the pool `feedback.training`, `by_command.py` one for
`python -m workers train`. Both use `versions.py`. The fitting and judging of heads and rankers is
in `workers/fitting`, without any database.
"""
