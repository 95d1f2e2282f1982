"""What both sites share: the sheet, the clock, ticks, leaves, and the pages for errors."""
