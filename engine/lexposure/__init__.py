"""Lexposure: what breaches of data-protection and competition law could cost a company, and why."""

__version__ = "0.1.0"
