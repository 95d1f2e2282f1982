"""What people write on the public site, as clean values."""
