"""The designs of an institution: list, wizard, gate, review, versions."""
