"""Signing in through an institution's own directory, by OpenID Connect.

Written against OpenID Connect Core 1.0, Discovery 1.0, Back-Channel Logout 1.0, RFC 7636 (PKCE) and RFC 9207.
"""
