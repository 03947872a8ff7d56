"""The rooms as people use them, in Debian's Chromium."""
