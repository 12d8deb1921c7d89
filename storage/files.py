"""Files that are kept: their bytes stand sealed in the books, in pieces, so that every backup and move has them. A
document's have a key of their own, so that one can be erased here and in every older copy."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, insert, or_, select

from core.approvals import Draft
from core.base.ids import first_id
from core.base.records import ERASED, Record, evolve
from core.contracts import Contract, Document, Evidence
from core.sales import Deal, Note, Task, Visit
from storage.sealed import encoded, key_of
from storage.tables import KINDS, file_parts
from storage.topic import Topic, find

PIECE = 1 << 20
P = file_parts.c
OF_RECORD = and_(P.team_id == bindparam("in_team"), P.record_id == bindparam("record"))
ADD = insert(file_parts)
PARTS = select(P.part, P.content).where(OF_RECORD).order_by(P.part)
FORGET = delete(file_parts).where(OF_RECORD)
BY_HASH = find(Document, KINDS[Document].table.c.sha256 == bindparam("hashed")).order_by(KINDS[Document].table.c.id)

E = KINDS[Evidence].table.c
EVIDENCE_OF = find(Evidence, E.account_id == bindparam("of"), E.void.is_(False)).order_by(E.id.desc())
BACKED_BY = find(Evidence, E.document_id == bindparam("of"))
GONE = encoded(ERASED)

FADING = (Visit, Note, Task, Deal)  # what backs anything else (money, a promise, a contract) stays
D, C, Q = (KINDS[kind].table.c for kind in (Document, Contract, Draft))


def _backs(kind: type[Record]) -> ColumnElement[bool]:
    table = KINDS[kind].table.c
    return exists().where(table.team_id == E.team_id, table.id == E.record_id)


LASTING = or_(E.id >= bindparam("youngest"), ~or_(*map(_backs, FADING)))
OVER = (
    find(
        Document,
        and_(
            D.id < bindparam("youngest"),
            D.sha256 != "",
            ~exists().where(C.team_id == D.team_id, C.document_id == D.id),
            ~exists().where(Q.team_id == D.team_id, Q.document_id == D.id, Q.state == "open"),
            ~exists().where(E.team_id == D.team_id, E.document_id == D.id, E.void.is_(False), LASTING),
        ),
    )
    .order_by(D.id)
    .limit(50)
)


class Files(Topic):
    """Documents, and the bytes of files on their way in."""

    def document(self, row: int) -> Document | None:
        """A document by id."""
        return self._store.get(Document, row)

    def by_hash(self, sha256: str) -> Document | None:
        """The document with exactly these bytes (SHA-256 in hex)."""
        found: Document | None = self._first(Document, BY_HASH, hashed=sha256) if sha256 else None
        return found

    def evidence(self, account_id: int) -> list[Evidence]:
        """The pictures and files kept with an account's records, the newest first."""
        return self._find(Evidence, EVIDENCE_OF, of=account_id)

    def keep(self, document: Document, content: bytes) -> Document:
        """The document in the books: the one that has these bytes already, else this one with its bytes."""
        known = self.by_hash(document.sha256)
        if known is None:
            self._store.save(document)
            self.put(document.id, content, own=True)
        return known or document

    def put(self, record_id: int, content: bytes, *, own: bool = False) -> None:
        """Keep bytes under the id of the record they belong to; `own`: with that record's own key."""
        seal = self._tx.seal(self._team)
        for part, start in enumerate(range(0, len(content), PIECE)):
            place = (content[start : start + PIECE], "file_parts", f"content {part}", record_id)
            piece = seal.close_for(record_id, *place) if own else seal.close(*place)
            self._tx.add_row(ADD, [self._team, record_id, part, piece])

    def content(self, record_id: int) -> bytes:
        """The bytes that were put there; none if there are none, or none any more. Trouble `sealed_value` if a piece
        was changed."""
        seal = self._tx.seal(self._team)
        parts = self._tx.run(PARTS, in_team=self._team, record=record_id)
        pieces = [seal.open_bytes(piece, "file_parts", f"content {part}", record_id) for part, piece in parts]
        return b"".join(piece for piece in pieces if piece != GONE)

    def over(self, before: datetime) -> list[Document]:
        """Documents sent before a moment that back only visits, notes, tasks and deals, or nothing any more: none of a
        contract, of money or of a promise, of anything younger, or of what is being asked about. Some at a time."""
        return self._find(Document, OVER, youngest=first_id(before))

    def erase(self, document: Document, *, over: bool = False) -> set[int]:
        """A document's bytes and name are gone from the books, what it backed stays; `over`: because its time is, and
        that there was one goes on being told. The ids of its keys: once they are dropped (`Seal.forget_keys`) no older
        copy opens it either."""
        pieces = self._tx.run(PARTS, in_team=self._team, record=document.id)
        keys = {key_of(piece) for _, piece in pieces} | {self._store.seal.person(document.id)[0]}
        self._store.save(evolve(document, name=ERASED, size=0, sha256=""))
        backed = self._find(Evidence, BACKED_BY, of=document.id)
        self._store.save(*(evolve(one, name=ERASED, void=one.void or not over) for one in backed))
        self.forget(document.id)
        return keys

    def forget(self, record_id: int) -> None:
        """The bytes are of no more use."""
        self._tx.change(FORGET, in_team=self._team, record=record_id)
