"""What anybody can find: the catalogue and one page for each micro-credential."""
