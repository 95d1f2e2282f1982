"""The desk's monitor of what lies between the two zones."""
