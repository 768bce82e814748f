"""A LINE platform on loopback, with citizens who write: for the demo, the tests and the training."""
