"""The run: load, verify evidence in the sandbox, judge, place, result. `run` is to be read top to bottom."""
