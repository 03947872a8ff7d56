"""What redaction looks for: each `find_…` yields the spans of one kind of personal data."""
