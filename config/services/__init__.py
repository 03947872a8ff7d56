"""Services that a process of ours runs as children: the embedded Postgres, a private RabbitMQ."""
