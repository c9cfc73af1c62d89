"""What assessors and members of a jury see: markings, deliberations, signatures."""
