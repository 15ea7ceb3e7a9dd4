"""The only place where records meet numbers: candidates → rules → terms → ranking → ledger.

No input or output happens here and nothing is asynchronous.
"""
