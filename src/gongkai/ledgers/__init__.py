"""台账: what a body kept in spreadsheets, taken into the registers, and the registers as spreadsheets again."""
