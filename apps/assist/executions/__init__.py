"""Performs an action in a conversation, keeps that in the audit log, and undoes it if asked soon.

1. `facts` reads what its conditions are checked against, `inputs` what it needs to be told.
2. `effects` plans what it does: a sentence to show, and a function.
3. `performing` shows that plan as a preview, or runs it once for each press of a button.
4. `undoing` restores what it changed, but for what `set_since` finds to have been set again.
5. `audit_log` lists who did what.
"""
