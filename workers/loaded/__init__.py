"""What a process keeps loaded for its tasks: models, and what it reads again now and then."""
