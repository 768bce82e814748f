"""Finding printers, asking them how they are, and trying them: for who sets one up or wonders about it."""
