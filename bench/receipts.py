"""What receipts cost the gate: the time to read, verify and judge each one, beside the document that it is about.

`python bench/receipts.py` prints the best of five runs over a file with as many receipts as one may have.
"""

from __future__ import annotations

import datetime
import time

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from provgate.evidence.attestations import signing
from provgate.evidence.receipts import receipt, statement
from provgate.evidence.receipts.keyring import keyring
from provgate.evidence.receipts.lines import MAX_LINES
from provgate.evidence.receipts.statement import Hop, Observation, Receipt
from provgate.formats.registries import AttesterKey
from provgate.formats.witnesses import Witness, Witnesses

PATH, SHA256, ORIGIN = "seeds/a.txt", "5e" * 32, "https://www.harbourgazette.example/a.html"
DATA = {"origin": ORIGIN, "date": "2026-03-12", "author": "Ines Calder", "outlet": "harbour-gazette"}
RETRIEVED = datetime.datetime(2026, 3, 13, tzinfo=datetime.UTC)
SUPPORTED = dict.fromkeys(("origin", "date", "author", "outlet", "text"), "supported")


def main() -> None:
    """One line a kind of key."""
    for name, private in (
        ("Ed25519", ed25519.Ed25519PrivateKey.generate()),
        ("P-256", ec.generate_private_key(ec.SECP256R1())),
    ):
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        print(f"{name}: {measured(signing.load_key(pem)) * 1000:.2f} ms a receipt")


def measured(key: signing.PrivateKey) -> float:
    """Seconds of CPU time for one receipt."""
    register = Witnesses(parties={"bot": Witness("bot", "Bot", "bot", (AttesterKey(key.line),))})
    lines = b"".join(signing.sign(statement.write(made(number)), key) for number in range(MAX_LINES))
    data = {**DATA, "retrieved": RETRIEVED.isoformat()}
    now = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    against = receipt.Against(PATH, SHA256, data, register, keyring(register, "witnesses.yaml"), now)
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        found = receipt.judge(lines, "receipts", against)
        best = min(best, time.process_time() - begun)
        assert len(found.agreements) == MAX_LINES
    return best / MAX_LINES


def made(number: int) -> Receipt:
    """An agreement of an hour of its own."""
    time_of = RETRIEVED + datetime.timedelta(hours=1 + number % 1000)
    hop = Hop(ORIGIN, "200", "192.0.2.1", "5e" * 32, "5e" * 32, "2026-03-14T08:00:00Z")
    seen = Observation("live", (hop,), user_agent="provgate")
    return Receipt(PATH, SHA256, "bot", time_of, ORIGIN, "agreed", statement.claims_of(DATA), SUPPORTED, seen)


if __name__ == "__main__":
    main()
