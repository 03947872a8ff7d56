"""What makes new model versions from what the workspace was taught.

`run.py` is a training as work of the pool `feedback.training`, from its claim to its end;
`by_command.py` is the same for `python -m workers train`. Both train with `versions.py`; how a
head or a ranker is fitted, and judged, is pure and in `workers/feedback`.
"""
