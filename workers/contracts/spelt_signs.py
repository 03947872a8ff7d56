"""The words by which people spell out the signs of an e-mail address, as parts of patterns.

The workers find addresses by them; the web reads them when it shows an address.
"""

from __future__ import annotations

# Words with no other meaning; `at` and `ät` need brackets or more around them.
SAID_AT = "arroba|arobase|chiocciola|apenstaartje|małpa|zavináč"
AT = f"at|ät|@|{SAID_AT}"
DOT = "dot|punkt|punto|ponto|point|punt|kropka|tečka"
UNDERSCORE = "underscore|unterstrich"
DASH = "dash|hyphen|guion|tiret"
