"""An app of the tests' settings alone, which empties the database a hundred times as fast."""
