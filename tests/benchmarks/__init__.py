"""Programs that measure this machine: `make bench`. Rates are compared within one run only."""
