"""Pictures of the pages as people see them: `make screenshots`. The README shows two."""
