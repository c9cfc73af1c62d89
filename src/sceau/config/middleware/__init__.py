"""What every request goes through, before and after Django's own."""
