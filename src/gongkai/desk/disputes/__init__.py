"""争议 at the desk: reconsiderations, suits, complaints, dossiers."""
