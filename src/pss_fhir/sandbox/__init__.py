"""An embedded EHR for newcomers, demonstrations and fast tests."""
