"""Slips: their data, typesetting, bytes and devices."""
