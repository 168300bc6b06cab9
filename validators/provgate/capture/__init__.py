"""From a URL or a file to capture, document and sidecar: what the command `capture` does."""
