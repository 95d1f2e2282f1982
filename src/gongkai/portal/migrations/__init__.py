"""Steps of the database, oldest first."""
