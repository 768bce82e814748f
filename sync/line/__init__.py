"""LINE: webhooks in, the dialogue, messages out."""
