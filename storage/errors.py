"""The storage's own words, so that nothing outside imports SQLAlchemy."""

from __future__ import annotations

# Each code names the way out in docs/troubleshooting.md.
CODES = {
    "database_url": "GENGFU_DATABASE_URL or GENGFU_KEYRING is not an address we serve",
    "no_database": "there is no database at this address",
    "no_driver": "the part for PostgreSQL is not installed",
    "cannot_open": "the database cannot be opened: path, name or password",
    "unreachable": "the database server does not answer",
    "disk_full": "no room is left on the disk",
    "disk": "the disk reports errors",
    "read_only": "the database may be read but not written",
    "locked": "somebody else holds the database",
    "corrupt": "the file is damaged: restore a backup",
    "newer_database": "a later release wrote this database",
    "closed": "the database was closed",
    "keyring_missing": "with PostgreSQL the keyring needs an address of its own",
    "keyring_wrong": "this keyring does not belong to these books",
    "key_missing": "a key these books were sealed with is not in the keyring",
    "secret_key_missing": "the keyring is wrapped and GENGFU_SECRET_KEY is not set",
    "secret_key_wrong": "GENGFU_SECRET_KEY is not the one the keyring was wrapped with",
    "sealed_value": "a sealed value was changed or moved",
    "backup_format": "this is no backup file, or one of a later release",
    "backup_key_missing": "the backup is encrypted and GENGFU_BACKUP_KEY is not set",
    "backup_key_wrong": "GENGFU_BACKUP_KEY is not the one the backup was encrypted with",
    "backup_damaged": "the backup file was changed or cut off",
    "backup_tools": "pg_dump or pg_restore is missing or failed",
    "backup_other": "the backup is of the other kind of database",
    "backup_differs": "what was restored or moved is not what was there",
    "backup_folder": "the folder of the backups cannot be written",
    "backup_unproven": "the backup was written, but there is no place to try it on",
    "shipping_folder": "the folder to ship to cannot be written",
    "shipping_lost": "what was changed can no longer be told from the log: a new base is made",
    "proof_format": "this is no evidence pack",
    "place_taken": "there is something at the new place already",
}


class Conflict(Exception):
    """Somebody else changed the same thing first; the unit of work may be tried again."""


class NoSuchRecord(LookupError):
    """A record points at one that this team does not have."""


class Trouble(Exception):
    """The books cannot be used as they are. `code` is one of CODES."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail
