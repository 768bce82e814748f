"""The office's LINE account: its menu, its webhook, its state, its poster."""
