"""The keys that institutions sign with: made by ceremony, published with their history, withdrawn when compromised."""
