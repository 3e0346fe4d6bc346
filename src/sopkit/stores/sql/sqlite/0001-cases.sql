-- Definitions as they were published, cases as they stand, and the records of what happened to them.

CREATE TABLE sopkit_definitions (
  no INTEGER PRIMARY KEY,
  sop TEXT NOT NULL,
  version TEXT NOT NULL,
  digest TEXT NOT NULL,
  published INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (sop, version)
);

-- How many cases were ever opened, and the hash that stands for the last opening and all before it.
CREATE TABLE sopkit_register (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  count INTEGER NOT NULL,
  link TEXT NOT NULL
);

CREATE TABLE sopkit_cases (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  definition INTEGER NOT NULL REFERENCES sopkit_definitions,
  title TEXT NOT NULL,
  data TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'suspended', 'closed')),
  place TEXT NOT NULL,
  since INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  head TEXT NOT NULL,
  link TEXT NOT NULL,
  taken_by TEXT
);
CREATE INDEX sopkit_cases_state ON sopkit_cases (state, no);
CREATE INDEX sopkit_cases_place ON sopkit_cases (place, no);
CREATE INDEX sopkit_cases_opened ON sopkit_cases (opened, no);

CREATE TABLE sopkit_records (
  no INTEGER NOT NULL REFERENCES sopkit_cases,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  seq INTEGER NOT NULL,
  step TEXT,
  outcome TEXT,
  "to" TEXT NOT NULL,
  actor TEXT,
  at INTEGER NOT NULL,
  "by" TEXT,
  reason TEXT,
  more TEXT,
  salts TEXT NOT NULL,
  marks TEXT NOT NULL,
  key TEXT,
  hash TEXT NOT NULL,
  PRIMARY KEY (no, n)
) WITHOUT ROWID;
CREATE UNIQUE INDEX sopkit_records_key ON sopkit_records (key) WHERE key IS NOT NULL;
CREATE INDEX sopkit_records_by ON sopkit_records ("by", no);

-- What happened stays; only personal values can be taken out of it.
CREATE TRIGGER sopkit_records_stay BEFORE DELETE ON sopkit_records
BEGIN
  SELECT RAISE(ABORT, 'records of sopkit are never deleted');
END;
CREATE TRIGGER sopkit_records_fixed
BEFORE UPDATE OF no, n, kind, seq, step, outcome, "to", actor, at, key, hash ON sopkit_records
BEGIN
  SELECT RAISE(ABORT, 'records of sopkit are never changed');
END;

-- What waits for whom: each open step once for each actor who may do it.
CREATE TABLE sopkit_tasks (
  actor TEXT NOT NULL,
  since INTEGER NOT NULL,
  no INTEGER NOT NULL REFERENCES sopkit_cases,
  PRIMARY KEY (actor, since, no)
) WITHOUT ROWID;

-- The plain values of each case's data, by which it is found.
CREATE TABLE sopkit_facts (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  no INTEGER NOT NULL REFERENCES sopkit_cases,
  PRIMARY KEY (name, value, no)
) WITHOUT ROWID;
CREATE INDEX sopkit_facts_no ON sopkit_facts (no);

INSERT INTO sopkit_register (one, count, link) VALUES (1, 0, '');
