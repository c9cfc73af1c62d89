"""Pages of those who administer the installation."""
