"""What runs the tasks of every stage: pools, the frame around a task, heartbeats and leases."""
