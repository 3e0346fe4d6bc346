-- Records that the world has not heard of yet.

CREATE TABLE sopkit_outbox (
  no INTEGER NOT NULL REFERENCES sopkit_cases,
  n INTEGER NOT NULL,
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (no, n)
) WITHOUT ROWID;
CREATE INDEX sopkit_outbox_due ON sopkit_outbox (due, no, n);

-- Who delivers them now, and until when nobody else does.
CREATE TABLE sopkit_courier (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  holder TEXT NOT NULL,
  until INTEGER NOT NULL
);

INSERT INTO sopkit_courier (one, holder, until) VALUES (1, '', 0);
