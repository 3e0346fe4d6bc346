-- What SQLite is asked in words of its own.

-- [tables]
SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'

-- [hidden]
SELECT '' WHERE FALSE

-- [schema held]
UPDATE sopkit_schema SET version = version

-- [search title]
AND title LIKE :title ESCAPE '!'

-- [act]
UPDATE sopkit_cases SET state = :state, place = :place, since = :since, changed = :at, seq = :seq, n = :n, head = :hash,
  taken_by = :taken_by
WHERE no = :no AND head = :head;
INSERT INTO sopkit_records (no, n, kind, seq, step, outcome, "to", actor, at, "by", reason, more, salts, marks, key, hash)
VALUES (:no, :n, :kind, :seq, :step, :outcome, :to, :actor, :at, :by, :reason, :more, :salts, :marks, :key, :hash);
DELETE FROM sopkit_tasks
WHERE no = :no AND since = :since_before AND actor IN (SELECT value FROM json_each(:actors_before));
INSERT INTO sopkit_tasks (actor, since, no) SELECT value, :since, :no FROM json_each(:actors);
INSERT INTO sopkit_outbox (no, n, due, attempts) VALUES (:no, :n, :at, 0)

-- [open]
UPDATE sopkit_register SET count = :no, link = :link WHERE count = :no - 1 AND link = :link_before;
INSERT INTO sopkit_cases (no, id, definition, title, data, state, place, since, opened, changed, seq, n, head, link, taken_by)
VALUES (:no, :id, :definition, :title, :data, :state, :place, :since, :at, :at, :seq, :n, :hash, :link, NULL);
INSERT INTO sopkit_records (no, n, kind, seq, step, outcome, "to", actor, at, "by", reason, more, salts, marks, key, hash)
VALUES (:no, :n, :kind, :seq, :step, :outcome, :to, :actor, :at, :by, :reason, :more, :salts, :marks, :key, :hash);
INSERT INTO sopkit_tasks (actor, since, no) SELECT value, :since, :no FROM json_each(:actors);
INSERT INTO sopkit_facts (name, value, no) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), :no FROM json_each(:facts);
INSERT INTO sopkit_outbox (no, n, due, attempts) VALUES (:no, :n, :at, 0)
