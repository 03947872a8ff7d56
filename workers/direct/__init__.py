"""Asks the stages directly, without a queue: for commands, the inference server and benchmarks."""
