"""The kinds of record, each with the indexes its named questions need."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Index, UniqueConstraint

from core.approvals import Approval, Asked, Button, Draft, Import, Undo, Verdict
from core.base.records import Record
from core.contracts import Contract, Document, Evidence, Invoice
from core.handovers import Handover
from core.ledger import (
    Adjustment,
    Allocation,
    Bill,
    Complaint,
    CreditTerms,
    Delivery,
    GradeChange,
    Payer,
    Payment,
    Promise,
    Receivable,
    WriteOff,
)
from core.people import Chat, Identity, Invitation, Member, PolicyChange, Team
from core.sales import Account, Contact, Deal, Note, Task, Visit, Word
from core.watch import Alert
from storage.tables.columns import Day, partial_index
from storage.tables.kinds import Kind

# SQLite uses a partial index only if the condition is written as it keeps it itself: the single column on the left.
OPEN_MONEY = "allocated < amount + adjusted"
BALANCE = ("amount", "amount_currency", "adjusted", "allocated")  # so that what is open is summed in the index alone
UNRESOLVED = "state <> 'resolved'"
ASKED_FOR = "state IN ('waiting', 'held')"
AWAITED = "awaited AND NOT confirmed AND reverses_id IS NULL"  # payments finance has not spoken of yet
TO_DELIVER = "done_on IS NULL"
HELD = "held_by IS NOT NULL AND handed_on IS NULL AND reverses_id IS NULL"  # cash in somebody's hands
SHARED = "co_owners <> '[]'"

teams = Kind(Team, "teams")
policy_changes = Kind(
    PolicyChange,
    "policy_changes",
    UniqueConstraint("team_id", "number"),
    Index("ix_policy_changes_setting", "team_id", "setting", "number"),
)
members = Kind(
    Member,
    "members",
    partial_index("ix_members_erasing", "team_id", "id", where="erasing"),
)
identities = Kind(
    Identity,
    "identities",
    UniqueConstraint("team_id", "channel", "user_mark"),
    Index("ix_identities_who", "channel", "user_mark"),
    Index("ix_identities_member", "team_id", "member_id", "id"),
)
chats = Kind(
    Chat,
    "chats",
    UniqueConstraint("team_id", "channel", "chat"),
    Index("ix_chats_where", "channel", "chat"),
)
invitations = Kind(Invitation, "invitations", Index("ix_invitations_code", "code_hash"))

accounts = Kind(
    Account,
    "accounts",
    Column("next_check_on", Day),
    Index("ix_accounts_owner", "team_id", "owner_id"),
    partial_index("ix_accounts_check", "team_id", "next_check_on", "id", where="next_check_on IS NOT NULL"),
    partial_index("ix_accounts_shared", "team_id", "id", where=SHARED),
)
contacts = Kind(
    Contact,
    "contacts",
    Index("ix_contacts_account", "team_id", "account_id", "id"),
    partial_index("ix_contacts_erasing", "team_id", "id", where="state = 'erasing'"),
)
visits = Kind(
    Visit,
    "visits",
    Index("ix_visits_account", "team_id", "account_id", "on", "id"),
    Index("ix_visits_by", "team_id", "by_id", "on"),
    Index("ix_visits_on", "team_id", "on", "id"),
)
deals = Kind(
    Deal,
    "deals",
    Index("ix_deals_account", "team_id", "account_id", "id"),
    Index("ix_deals_stage", "team_id", "stage", "stage_since", "id"),
)
tasks = Kind(
    Task,
    "tasks",
    Column("next_check_on", Day),
    Index("ix_tasks_account", "team_id", "account_id", "due_on", "id"),
    partial_index("ix_tasks_chase", "team_id", "receivable_id", "id", where="receivable_id IS NOT NULL"),
    partial_index("ix_tasks_check", "team_id", "next_check_on", "id", where="next_check_on IS NOT NULL"),
    partial_index("ix_tasks_open", "team_id", "owner_id", "due_on", "id", where="state = 'open'"),
)
notes = Kind(
    Note,
    "notes",
    Index("ix_notes_account", "team_id", "account_id", "on", "id"),
    partial_index("ix_notes_rivals", "team_id", "on", "id", where="kind = 'competitor'"),
)
words = Kind(Word, "words", UniqueConstraint("team_id", "text"))

documents = Kind(Document, "documents", Index("ix_documents_sha256", "team_id", "sha256"))
evidence = Kind(Evidence, "evidence", Index("ix_evidence_account", "team_id", "account_id", "id"))
contracts = Kind(
    Contract,
    "contracts",
    Column("next_check_on", Day),
    Index("ix_contracts_account", "team_id", "account_id", "id"),
    Index("ix_contracts_signed", "team_id", "signed_on", "id"),
    partial_index("ix_contracts_end", "team_id", "ends_on", "id", where="state = 'active'"),
    partial_index("ix_contracts_check", "team_id", "next_check_on", "id", where="next_check_on IS NOT NULL"),
)
receivables = Kind(
    Receivable,
    "receivables",
    Column("next_check_on", Day),
    CheckConstraint("allocated >= 0 AND allocated <= amount + adjusted", name="not_over_allocated"),
    partial_index("ix_receivables_open", "team_id", "account_id", "due_on", "id", *BALANCE, where=OPEN_MONEY),
    partial_index("ix_receivables_due", "team_id", "due_on", "id", where=OPEN_MONEY),
    Index("ix_receivables_account", "team_id", "account_id", "id"),
    partial_index("ix_receivables_contract", "team_id", "contract_id", "id", where="contract_id IS NOT NULL"),
    partial_index("ix_receivables_delivery", "team_id", "delivery_id", "id", where="delivery_id IS NOT NULL"),
    partial_index("ix_receivables_check", "team_id", "next_check_on", "id", where="next_check_on IS NOT NULL"),
)
payments = Kind(
    Payment,
    "payments",
    Column("next_check_on", Day),
    Index("ix_payments_account", "team_id", "account_id", "on", "id"),
    Index("ix_payments_on", "team_id", "on", "id", "account_id", "amount", "amount_currency", "reverses_id"),
    partial_index("ix_payments_awaited", "team_id", "account_id", "id", where=AWAITED),
    partial_index("ix_payments_held", "team_id", "held_by", "id", where=HELD),
    partial_index("ix_payments_check", "team_id", "next_check_on", "id", where="next_check_on IS NOT NULL"),
    partial_index("ix_payments_bank", "team_id", "bank_key", where="bank_key IS NOT NULL"),
    partial_index("uq_payments_reverses", "team_id", "reverses_id", where="reverses_id IS NOT NULL", unique=True),
)
allocations = Kind(
    Allocation,
    "allocations",
    Index("ix_allocations_payment", "team_id", "payment_id", "id"),
    Index("ix_allocations_receivable", "team_id", "receivable_id", "id"),
    Index("ix_allocations_on", "team_id", "on", "id"),
)
adjustments = Kind(
    Adjustment,
    "adjustments",
    Index("ix_adjustments_receivable", "team_id", "receivable_id", "id"),
    Index("ix_adjustments_on", "team_id", "on", "id"),
)
write_offs = Kind(
    WriteOff,
    "write_offs",
    Index("ix_write_offs_account", "team_id", "account_id", "id"),
    Index("ix_write_offs_receivable", "team_id", "receivable_id", "id"),
    Index("ix_write_offs_on", "team_id", "on", "id"),
)
deliveries = Kind(
    Delivery,
    "deliveries",
    Column("next_check_on", Day),
    Index("ix_deliveries_account", "team_id", "account_id", "id"),
    partial_index("ix_deliveries_open", "team_id", "id", where=TO_DELIVER),
    partial_index("ix_deliveries_check", "team_id", "next_check_on", "id", where="next_check_on IS NOT NULL"),
)
bills = Kind(
    Bill,
    "bills",
    Column("next_check_on", Day),
    Index("ix_bills_account", "team_id", "account_id", "id"),
    partial_index("ix_bills_check", "team_id", "next_check_on", "id", where="next_check_on IS NOT NULL"),
)
payers = Kind(Payer, "payers", Index("ix_payers_account", "team_id", "account_id", "id"))
promises = Kind(
    Promise,
    "promises",
    Index("ix_promises_account", "team_id", "account_id", "id"),
    Index("ix_promises_by", "team_id", "by_on", "id"),
)

invoices = Kind(
    Invoice,
    "invoices",
    Index("ix_invoices_account", "team_id", "account_id", "id"),
    partial_index("ix_invoices_contract", "team_id", "contract_id", "id", where="contract_id IS NOT NULL"),
)
complaints = Kind(
    Complaint,
    "complaints",
    Index("ix_complaints_account", "team_id", "account_id", "id"),
    partial_index("ix_complaints_open", "team_id", "id", where="state = 'open'"),
)
credit_terms = Kind(
    CreditTerms,
    "credit_terms",
    Index("ix_credit_terms_account", "team_id", "account_id", "id"),
    partial_index("ix_credit_terms_free", "team_id", "free_until", "id", where="free_until IS NOT NULL"),
)
grade_changes = Kind(GradeChange, "grade_changes", Index("ix_grade_changes_account", "team_id", "account_id", "id"))

handovers = Kind(
    Handover,
    "handovers",
    Column("next_check_on", Day),
    partial_index("ix_handovers_pending", "team_id", "id", where="state = 'pending'"),
    partial_index("ix_handovers_check", "team_id", "next_check_on", "id", where="next_check_on IS NOT NULL"),
)

approvals = Kind(
    Approval,
    "approvals",
    Column("next_check_on", Day),
    Index("ix_approvals_account", "team_id", "account_id", "id"),
    partial_index("ix_approvals_open", "team_id", "kind", "subject_id", "id", where=ASKED_FOR),
    partial_index("ix_approvals_check", "team_id", "next_check_on", "id", where="next_check_on IS NOT NULL"),
)
verdicts = Kind(
    Verdict,
    "verdicts",
    Index("ix_verdicts_approval", "team_id", "approval_id", "id"),
    partial_index("uq_verdicts_yes", "team_id", "approval_id", "step", "role", where="said = 'yes'", unique=True),
)

drafts = Kind(
    Draft,
    "drafts",
    partial_index("ix_drafts_open", "team_id", "member_id", "chat", "id", where="state = 'open'"),
    Index("ix_drafts_opened_by", "team_id", "opened_by", "id"),
    partial_index("ix_drafts_left", "team_id", "expires_at", "id", where="state = 'open'"),
    audited=False,
)
asked = Kind(Asked, "asked", UniqueConstraint("team_id", "member_id", "chat"), audited=False)
undos = Kind(
    Undo,
    "undos",
    Index("ix_undos_undone", "team_id", "undone", "id"),
    Index("ix_undos_by_change", "team_id", "by_change"),
)
imports = Kind(
    Import,
    "imports",
    partial_index("ix_imports_asked", "team_id", "id", where="state IN ('shown', 'running', 'undoing')"),
)
buttons = Kind(Button, "buttons", UniqueConstraint("token"), audited=False)
alerts = Kind(
    Alert,
    "alerts",
    Column("unsaid", Boolean),  # raised aloud, and not on any card yet
    UniqueConstraint("team_id", "rule", "subject_id", "episode", "stage"),
    Index("ix_alerts_subject", "team_id", "subject_id", "id"),
    partial_index("ix_alerts_open", "team_id", "rule", "id", where=UNRESOLVED),
    partial_index("ix_alerts_unsaid", "team_id", "id", where="unsaid"),
    partial_index("ix_alerts_account", "team_id", "account_id", "id", where=UNRESOLVED),
    audited=False,
)

ALL: tuple[Kind[Any], ...] = (
    teams,
    members,
    policy_changes,
    identities,
    chats,
    invitations,
    accounts,
    contacts,
    visits,
    deals,
    tasks,
    notes,
    words,
    documents,
    evidence,
    contracts,
    deliveries,
    receivables,
    payments,
    allocations,
    adjustments,
    write_offs,
    bills,
    payers,
    promises,
    invoices,
    complaints,
    credit_terms,
    grade_changes,
    handovers,
    approvals,
    verdicts,
    drafts,
    asked,
    undos,
    imports,
    buttons,
    alerts,
)
KINDS: dict[type[Record], Kind[Any]] = {kind.record: kind for kind in ALL}
BY_NAME: dict[str, Kind[Any]] = {kind.name: kind for kind in ALL}


def kind_of(record: Record) -> Kind[Any]:
    """The kind a record is of."""
    return KINDS[type(record)]
