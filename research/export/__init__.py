"""Citations in the formats of others. Pure: a citation in, text or data out."""
