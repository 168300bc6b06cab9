"""Evidence files → facts: exchanges, statements, signers. No verdicts here."""
