"""What the bot may answer alone: judged examples, and thresholds that follow."""
