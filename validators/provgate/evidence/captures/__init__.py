"""WARC and WACZ files → the exchanges that they hold."""
