"""DOOR: health, metrics and the commands that run an installation."""
