"""Printers that belong to the operating system: a slip is handed over raw, and less is known afterwards."""
