"""An edition of a list that is downloaded: how it is fetched, kept, compared with another, and shown."""
