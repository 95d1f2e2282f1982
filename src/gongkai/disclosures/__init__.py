"""Published information (政府信息), as far as an applicant is shown it before asking."""
