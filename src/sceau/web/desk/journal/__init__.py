"""The journal of an institution at its desk."""
