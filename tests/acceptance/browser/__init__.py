"""Desk and widget in Debian's Chromium, as people use them."""
