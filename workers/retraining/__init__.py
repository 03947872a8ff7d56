"""Trainings as work: what is learnt, whether it serves, and one run from claim to end."""
