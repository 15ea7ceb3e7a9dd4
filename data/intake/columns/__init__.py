"""What the columns of a list hold: by their headers, their cells, and what people answer."""
