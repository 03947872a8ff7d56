"""DOOR: how the house is: health, metrics, the page of operations and the way to Flower."""
