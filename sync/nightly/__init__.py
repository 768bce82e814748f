"""What the daemon does by itself: reminders, no-shows, what nobody answers, closures, the day's figures."""
