-- Definitions as they were published, cases as they stand, and the records of what happened to them.

CREATE TABLE sopkit_definitions (
  no INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sop TEXT NOT NULL,
  version TEXT NOT NULL,
  digest TEXT NOT NULL,
  published BIGINT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (sop, version)
);

-- How many cases were ever opened, and the hash that stands for the last opening and all before it.
CREATE TABLE sopkit_register (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  count BIGINT NOT NULL,
  link TEXT NOT NULL
);

CREATE TABLE sopkit_cases (
  no BIGINT PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  definition INTEGER NOT NULL REFERENCES sopkit_definitions,
  title TEXT NOT NULL,
  data TEXT NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'suspended', 'closed')),
  place TEXT COLLATE "C" NOT NULL,
  since BIGINT NOT NULL,
  opened BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  head TEXT NOT NULL,
  link TEXT NOT NULL,
  taken_by TEXT
) WITH (fillfactor = 80);
CREATE INDEX sopkit_cases_state ON sopkit_cases (state, no);
CREATE INDEX sopkit_cases_place ON sopkit_cases (place, no);
CREATE INDEX sopkit_cases_opened ON sopkit_cases (opened, no);

CREATE TABLE sopkit_records (
  no BIGINT NOT NULL REFERENCES sopkit_cases,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  seq INTEGER NOT NULL,
  step TEXT,
  outcome TEXT,
  "to" TEXT NOT NULL,
  actor TEXT,
  at BIGINT NOT NULL,
  "by" TEXT COLLATE "C",
  reason TEXT,
  more TEXT,
  salts TEXT NOT NULL,
  marks TEXT NOT NULL,
  key TEXT COLLATE "C",
  hash TEXT NOT NULL,
  PRIMARY KEY (no, n)
);
CREATE UNIQUE INDEX sopkit_records_key ON sopkit_records (key) WHERE key IS NOT NULL;
CREATE INDEX sopkit_records_by ON sopkit_records ("by", no);

-- What happened stays; only personal values can be taken out of it.
CREATE FUNCTION sopkit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'records of sopkit are never changed or deleted';
END
$$;
CREATE TRIGGER sopkit_records_stay BEFORE DELETE ON sopkit_records
FOR EACH ROW EXECUTE FUNCTION sopkit_refuse();
CREATE TRIGGER sopkit_records_fixed
BEFORE UPDATE OF no, n, kind, seq, step, outcome, "to", actor, at, key, hash ON sopkit_records
FOR EACH ROW EXECUTE FUNCTION sopkit_refuse();

-- What waits for whom: each open step once for each actor who may do it.
CREATE TABLE sopkit_tasks (
  actor TEXT COLLATE "C" NOT NULL,
  since BIGINT NOT NULL,
  no BIGINT NOT NULL REFERENCES sopkit_cases,
  PRIMARY KEY (actor, since, no)
);

-- The plain values of each case's data, by which it is found.
CREATE TABLE sopkit_facts (
  name TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  no BIGINT NOT NULL REFERENCES sopkit_cases,
  PRIMARY KEY (name, value, no)
);
CREATE INDEX sopkit_facts_no ON sopkit_facts (no);

INSERT INTO sopkit_register (one, count, link) VALUES (1, 0, '');
