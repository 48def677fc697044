"""The `wirewatch` command: each part a thin call of tasks or store."""
