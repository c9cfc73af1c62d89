"""The conformance server: the engine behind the addresses of the VC-API, without a house."""
