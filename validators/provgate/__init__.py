"""provgate: a gate that holds every claim of provenance against evidence, offline."""

__version__ = "0.1.0"
