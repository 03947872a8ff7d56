"""What the bot may answer alone: judges answers, and derives thresholds from the judgements."""
