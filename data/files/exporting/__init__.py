"""Records and lists to files, format by format; what is made is bytes, for a file or an answer alike."""
