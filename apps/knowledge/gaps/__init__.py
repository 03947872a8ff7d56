"""What is asked and nothing answers: found by the feedback pool, read and settled here."""
