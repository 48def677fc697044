"""An article as text: its clean sentences, what it is about, what kind of text it is."""
