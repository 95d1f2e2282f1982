"""The annual report in the making."""
