"""The pages people read: one module for each."""
