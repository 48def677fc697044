"""The spaCy pipeline of a language, with our own components."""
