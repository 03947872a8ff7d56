"""Text in, clean text out: the first stage of the live pipeline."""
