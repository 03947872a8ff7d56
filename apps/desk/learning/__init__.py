"""The desk's pages of what the models learn from. They are for supervisors."""
