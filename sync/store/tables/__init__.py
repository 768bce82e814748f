"""The tables of the store; importing a module here adds its tables to the metadata."""
