"""Receipts: what witnesses signed who fetched an origin again. Read strictly, offline, one line a receipt."""
