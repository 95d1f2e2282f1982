"""卷宗: a case bound into one PDF with continuous page numbers, index, evidence list and manifest. The same case gives the same bytes."""
