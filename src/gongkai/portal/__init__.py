"""The public site (政府信息公开平台). Never imports the desk."""
