-- What PostgreSQL is asked in words of its own: an act is one statement, and so one journey to the server.

-- [tables]
SELECT tablename FROM pg_tables WHERE schemaname = current_schema()

-- [hidden]
SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = to_regclass('sopkit_schema') AND n.nspname IS DISTINCT FROM current_schema()

-- [schema held]
LOCK TABLE sopkit_schema IN EXCLUSIVE MODE

-- [search title]
AND translate(title, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') LIKE :title ESCAPE '!'

-- [act]
WITH moved AS (
  UPDATE sopkit_cases SET state = :state, place = :place, since = :since, changed = :at, seq = :seq, n = :n, head = :hash,
    taken_by = :taken_by
  WHERE no = :no AND head = :head RETURNING no
), recorded AS (
  INSERT INTO sopkit_records (no, n, kind, seq, step, outcome, "to", actor, at, "by", reason, more, salts, marks, key, hash)
  SELECT no, :n, :kind, :seq, :step, :outcome, :to, :actor, :at, :by, :reason, :more, :salts, :marks, :key, :hash FROM moved
), done AS (
  DELETE FROM sopkit_tasks t USING moved
  WHERE t.no = moved.no AND t.since = :since_before
    AND t.actor IN (SELECT json_array_elements_text(CAST(:actors_before AS json)))
), next AS (
  INSERT INTO sopkit_tasks (actor, since, no)
  SELECT json_array_elements_text(CAST(:actors AS json)), :since, no FROM moved
), told AS (
  INSERT INTO sopkit_outbox (no, n, due, attempts) SELECT no, :n, :at, 0 FROM moved
)
SELECT no FROM moved

-- [open]
WITH registered AS (
  UPDATE sopkit_register SET count = :no, link = :link WHERE count = :no - 1 AND link = :link_before RETURNING count AS no
), made AS (
  INSERT INTO sopkit_cases (no, id, definition, title, data, state, place, since, opened, changed, seq, n, head, link, taken_by)
  SELECT no, :id, :definition, :title, :data, :state, :place, :since, :at, :at, :seq, :n, :hash, :link, NULL FROM registered
), recorded AS (
  INSERT INTO sopkit_records (no, n, kind, seq, step, outcome, "to", actor, at, "by", reason, more, salts, marks, key, hash)
  SELECT no, :n, :kind, :seq, :step, :outcome, :to, :actor, :at, :by, :reason, :more, :salts, :marks, :key, :hash FROM registered
), next AS (
  INSERT INTO sopkit_tasks (actor, since, no)
  SELECT json_array_elements_text(CAST(:actors AS json)), :since, no FROM registered
), found AS (
  INSERT INTO sopkit_facts (name, value, no)
  SELECT pair ->> 0, pair ->> 1, no FROM registered, json_array_elements(CAST(:facts AS json)) AS pair
), told AS (
  INSERT INTO sopkit_outbox (no, n, due, attempts) SELECT no, :n, :at, 0 FROM registered
)
SELECT no FROM registered
