"""`make bench-serve`: the inference server beside the bare session, BentoML and LitServe."""
