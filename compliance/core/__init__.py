"""What everything else is said in: errors, possible values, shares, bounds, dates, timelines, findings."""
