"""Time expressions, the calendar days they stand for, and the deed each belongs to."""
