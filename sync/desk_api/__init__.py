"""What the desks talk to: sign-in, the changes feed, commands, slots, the office."""
