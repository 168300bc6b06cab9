"""The text claim: a document's words against a page's words."""
