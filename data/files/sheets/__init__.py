"""Tables of CSV and XLSX files: their encoding, their sheets and records, and where the header stands."""
