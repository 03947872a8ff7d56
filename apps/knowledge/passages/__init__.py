"""The passages that articles and macros are found by, and the encoder that they are embedded for.

1. `splitting` splits the `plain_text` of an article into passages.
2. `storing` replaces those that differ, and the bulk lane embeds the new ones.
3. `resplitting` and `reembedding` do it again, some articles at a time, after another splitter was
   released or the pools have another encoder. `encoders` tells which vectors are missing.
"""
