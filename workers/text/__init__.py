"""Text processing that stages share: pure, without a database, with no model but for languages."""
