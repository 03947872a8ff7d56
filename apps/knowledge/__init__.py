"""Articles, macros and actions: what replies are drawn from."""
