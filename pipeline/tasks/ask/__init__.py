"""What is asked of the tables: search, briefs, the log as it is written."""
