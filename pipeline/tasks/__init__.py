"""One function for each task of a DAG: read from the store, call the core, write, commit, return counts."""
