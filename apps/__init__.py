"""The Django applications: what people and programs talk to, and every table."""
