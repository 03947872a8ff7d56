"""Each part a process of its own: `make services`, `make workers`, `make web`.

The first runs RabbitMQ and Postgres in the foreground and leaves their addresses in a file, so
that the other two find them; an exported BROKER_URL or DATABASE_URL has precedence.
"""
