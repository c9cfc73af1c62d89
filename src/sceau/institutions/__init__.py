"""Certifying bodies and their partners: who they are, who works there as what, how their identity was checked."""
