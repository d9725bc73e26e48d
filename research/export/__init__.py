"""Citation export formats. Pure functions: a citation in, text or data out."""
