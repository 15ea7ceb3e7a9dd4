"""Lists that people have, made ready to be checked: where the table is, what its columns and words mean, who is who."""
