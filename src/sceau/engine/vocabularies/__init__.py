"""The words of documents: JSON-LD contexts and JSON Schemas, shipped as data and pinned by hash."""
