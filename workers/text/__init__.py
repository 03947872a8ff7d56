"""What every stage knows about text: pure functions, no model but the language's, no database."""
