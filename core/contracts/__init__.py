"""Contracts: what was agreed, until when, and in which instalments it is paid."""

from core.contracts.decisions import (
    Part,
    due_after_invoice,
    end_of_term,
    keeps_term,
    let_run_out,
    not_invoiced,
    parts_of,
    renew,
    renewal_start,
    shares_of,
    sign,
    terminate,
)
from core.contracts.records import Contract, Document, Evidence, Invoice

__all__ = [
    "Contract",
    "Document",
    "Evidence",
    "Invoice",
    "Part",
    "due_after_invoice",
    "end_of_term",
    "keeps_term",
    "let_run_out",
    "not_invoiced",
    "parts_of",
    "renew",
    "renewal_start",
    "shares_of",
    "sign",
    "terminate",
]
