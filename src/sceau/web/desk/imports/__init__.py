"""The import desk for past results: a file, its columns, its rows one by one, its evidence, and their proposal."""
