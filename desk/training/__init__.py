"""Training: made-up citizens with traps, the real desk and daemon, and a score of what was done."""
