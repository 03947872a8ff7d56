"""The inference server: the pools' models for other services, over the Open Inference Protocol."""
