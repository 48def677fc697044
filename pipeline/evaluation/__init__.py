"""How well the product reads: gold streams and PLOVER pairs scored, and what went wrong where."""
