"""Which words name a deed, of which type, and whether it is worth a row."""
