"""Bringing books in from files: a file is opened (`sheets`), its columns are recognised (`columns`), each row is read
(`values`) into a plan (`plan`), and the plan is carried out in small bites (`applying`) or taken back (`undoing`)."""
