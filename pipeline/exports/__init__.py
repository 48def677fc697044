"""Rows in, bytes out: the shapes of the exports and the formats they are written in."""
