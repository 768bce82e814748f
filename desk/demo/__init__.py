"""The whole of it to try: a daemon, a LINE platform with made-up citizens, a printer, and the desk."""
