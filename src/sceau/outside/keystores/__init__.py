"""Where private keys stay."""
