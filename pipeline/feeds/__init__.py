"""Which feed is due, what its reply means, which entries are new. Given data, returns data."""
