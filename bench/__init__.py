"""Figures, each a ratio of ours to a plain contender, side by side in one run."""
