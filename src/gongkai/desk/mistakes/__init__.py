"""The desk's room for 网站找错."""
