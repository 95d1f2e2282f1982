"""微信公众号: drafts with their pictures through the account's own interface, and publishing where the account may."""
