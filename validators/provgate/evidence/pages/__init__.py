"""A captured page → its statements and its text."""
