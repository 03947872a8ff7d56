"""The messages of the Open Inference Protocol over gRPC, which `make protocol` writes."""

SERVICE = "inference.GRPCInferenceService"
