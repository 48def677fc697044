"""The words of the product as frozen dataclasses, enums and pure rules; the standard library only."""
