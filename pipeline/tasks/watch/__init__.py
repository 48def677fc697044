"""Watches as people keep them: kept, tried, explained; and what they remind of."""
