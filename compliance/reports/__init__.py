"""What a person or a program is given: one folder per workflow, one file per format; none recomputes anything."""
