"""Training data: what files say of intents and entities. Pure, but for its commands."""
