"""A synthetic agency of any size: FHIR resources, staff folder, and the truth about its rule breaks.

Everybody is made up: the family name is HTEST, and every resource is tagged as test data. The same seed
and sizes give the same bytes.
"""
