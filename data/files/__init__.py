"""Files of records: readers, columns, cells, what is checked of each row, and writers."""
