"""The public list of the digests of all credentials: it only grows, and says nothing of whom they are about."""
