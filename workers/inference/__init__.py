"""Text in, meaning out: intent, sentiment, entities and the embedding."""
