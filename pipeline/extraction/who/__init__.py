"""Who acts, on whom, and who stands behind a surname, a title or a pronoun."""
