"""The words that the web and the workers share.

Whoever publishes and whoever consumes imports this package and nothing else of the other side.
"""
