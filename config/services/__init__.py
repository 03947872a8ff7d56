"""Services that a process of ours runs for itself: the embedded Postgres and a private RabbitMQ."""
