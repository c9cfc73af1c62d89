"""What the papers of a session are told: values as text, in the language of whoever reads them."""
