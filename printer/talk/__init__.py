"""Talking with an ESC/POS printer: what it is asked, what it answers, and what of that is believed."""
