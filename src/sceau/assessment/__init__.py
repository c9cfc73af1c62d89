"""Sessions, candidates, evidence, marking, jury, minutes and awards: how a result is reached."""
