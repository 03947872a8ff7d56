"""Training data: what files and the workspace say of intents and entities. No database here."""
