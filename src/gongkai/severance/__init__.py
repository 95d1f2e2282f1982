"""区分处理 (条例 art. 37): files that are safe to send. What a file holds is looked at once for its bytes; what may not go out is cut from
a copy, with a reason and an article for each cut; the copy is checked against its original; every version is kept by its hash."""
