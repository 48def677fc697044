"""From articles to events: reading, resolving, stories, corrections."""
