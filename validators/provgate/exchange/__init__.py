"""Importers and exporters, one file a format: what other tools know → sidecars, and verdicts → their formats."""
