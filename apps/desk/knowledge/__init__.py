"""The desk's pages of articles, macros and actions. Everybody reads, supervisors change."""
