"""The desk's pages for administrators, and everybody's own profile."""
