"""The common ground: how Thai text, dates, digits and identity numbers are read, written, wrapped and masked."""
