"""Every Thai text of the desk, one module for each screen or subject."""
