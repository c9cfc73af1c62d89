"""Assessment sessions of an institution: opening, dates, assessors, exam day."""
