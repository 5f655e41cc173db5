"""Isnad (إسناد): a knowledge graph of Arabic news in which every statement can be traced to its words."""

__version__ = "0.1.0"
