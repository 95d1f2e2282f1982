"""依申请公开台账: rows checked one by one, entered as cases of the register, taken out again."""
