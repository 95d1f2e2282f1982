"""The year: counting rules over the registers, drafts, the frozen report."""
