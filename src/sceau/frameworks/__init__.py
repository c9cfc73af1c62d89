"""Reference data: registers of certifications, skills and occupations; importers and search."""
