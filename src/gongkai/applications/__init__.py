"""Disclosure on application (依申请公开): the register, its moves, letters, service and remedies."""
