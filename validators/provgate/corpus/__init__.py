"""Where bytes come from and which of them are documents: snapshots, git, the working tree, names of paths."""
