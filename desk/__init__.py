"""The terminal application of a counter."""
