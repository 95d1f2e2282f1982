"""年报 at the desk: the six parts with every figure open to its records, what the checks say, and the way to approval."""
