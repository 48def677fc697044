"""How a deed is presented: planned, going on, done, called off, denied, imagined; and in whose words."""
