"""DOOR: health, metrics, the page of operations and the way to Flower."""
