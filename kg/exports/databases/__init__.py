"""Incidents as the databases of the field would have them: GTD, ACLED, UCDP GED, by their own rules and columns."""
