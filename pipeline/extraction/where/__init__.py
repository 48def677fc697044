"""The place of each deed."""
