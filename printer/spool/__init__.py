"""Printing that can be trusted: what is to be printed is written down before the printer hears of it."""
