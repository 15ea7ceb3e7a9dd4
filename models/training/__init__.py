"""Training a static encoder: word pieces, ridge regression towards a teacher, and a polish between languages.

What comes out is a folder for `models.encoders.static`. Nothing here is needed to use one.
"""
