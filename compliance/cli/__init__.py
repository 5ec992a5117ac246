"""The command line: which commands there are, how errors are printed, which code the program ends with."""
