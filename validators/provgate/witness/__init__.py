"""Fetching origins again: the same page, held against the same claims, by somebody who can sign what came out."""
