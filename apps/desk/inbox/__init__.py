"""The pages of conversations: the list, the thread, and the pane beside it."""
