"""How Thai text, dates and identity numbers are read, written and masked; a lock that every room needs."""
