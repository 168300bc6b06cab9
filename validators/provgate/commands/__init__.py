"""Commands: one file each, a plain function from arguments to an exit code."""
