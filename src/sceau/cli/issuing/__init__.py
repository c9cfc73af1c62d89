"""Behind `sceau issue`: from files to signed credentials, in steps that each know one thing."""
