"""Judged collections: whom people (or readers in their stead) would name, by grades, and how near lists come to it."""
