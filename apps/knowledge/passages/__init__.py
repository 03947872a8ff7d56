"""The passages that articles are split into, and the encoder that they are embedded for.

1. `splitting` splits the `plain_text` of an article; `apps/knowledge/actions.py` stores it.
2. `resplitting` and `reembedding` do it again, some articles at a time, after another splitter was
   released or the pools have another encoder. `encoders` tells which vectors are missing.
"""
