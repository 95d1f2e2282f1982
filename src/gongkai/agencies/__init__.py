"""Bodies (行政机关) and their sections (科室): names, who supervises whom, who decides remedies."""
