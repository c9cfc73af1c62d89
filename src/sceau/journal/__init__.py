"""Who did what, when and why: append-only, hash-chained per institution; also the outbox of what follows an act."""
