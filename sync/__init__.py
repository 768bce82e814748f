"""The sync daemon: LINE on one side, desks on the other, the store in the middle."""
