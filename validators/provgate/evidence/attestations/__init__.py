"""Signed statements: envelopes, keys and signatures."""
