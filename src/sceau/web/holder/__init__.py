"""What a candidate sees: enrolment, file, evidence, results, appeal."""
