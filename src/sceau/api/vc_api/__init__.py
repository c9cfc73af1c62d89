"""The VC-API, for test suites only: issue, verify, present, with test issuers whose keys die with the process.

Nothing here knows a room of the house: it is the engine behind an address. Production settings refuse to load it.

source:  W3C Credentials Community Group, Verifiable Credentials API 0.7; docs/decisions/the-vc-api-is-for-suites.md
"""
