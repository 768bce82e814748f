"""What a request is and what may happen to it."""
