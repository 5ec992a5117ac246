"""What changes from day to day: the days, the verdicts on each, and what is new since a report."""
