"""Fits and judges heads, rankers and the source classifier, by examples and feedback. Pure."""
