"""From text to numbers: the encoder, the heads that read its embeddings, and a model as files."""
