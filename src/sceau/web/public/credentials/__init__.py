"""The page of a credential, and its files."""
