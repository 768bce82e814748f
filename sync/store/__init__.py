"""What the daemon keeps: requests, the feed, commands, the inbox and the outbox."""
