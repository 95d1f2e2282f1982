"""The staff site (公开工作台). Never imports the portal."""
