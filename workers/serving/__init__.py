"""What the pools know, for other services in real time: the Open Inference Protocol (KServe v2)."""
