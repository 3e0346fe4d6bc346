-- What is asked of both databases in the same words. A name opens a query; `:word` is a value.
-- A change goes on with its next statement only where the first one changed something.

-- [schema]
SELECT version FROM sopkit_schema

-- [schema kept]
CREATE TABLE IF NOT EXISTS sopkit_schema (version INTEGER NOT NULL)

-- [schema gone]
DELETE FROM sopkit_schema

-- [schema known]
INSERT INTO sopkit_schema (version) VALUES (:version)

-- [publish]
INSERT INTO sopkit_definitions (sop, version, digest, published, text)
VALUES (:sop, :version, :digest, :published, :text)
ON CONFLICT (sop, version) DO NOTHING

-- [editions]
SELECT no, sop, version, digest FROM sopkit_definitions WHERE sop = :sop ORDER BY no

-- [all editions]
SELECT no, sop, version, digest FROM sopkit_definitions ORDER BY no

-- [definition]
SELECT sop, version, digest, text FROM sopkit_definitions WHERE no = :no

-- [register]
SELECT count, link FROM sopkit_register

-- [case]
SELECT no, id, definition, title, data, state, place, since, opened, changed, seq, n, head, link, taken_by
FROM sopkit_cases WHERE id = :id

-- [registered]
SELECT no, id, link, n, head FROM sopkit_cases WHERE no > :after ORDER BY no LIMIT :limit

-- [records]
SELECT n, kind, seq, step, outcome, "to", actor, at, "by", reason, more, salts, marks, key, hash
FROM sopkit_records WHERE no = :no AND n > :after ORDER BY n LIMIT :limit

-- [under key]
SELECT c.id, r.n FROM sopkit_records r JOIN sopkit_cases c ON c.no = r.no WHERE r.key = :key

-- [tasks]
SELECT c.no, c.id, c.definition, c.title, c.data, c.state, c.place, c.since, c.opened, c.changed, c.seq, c.n, c.head,
  c.link, c.taken_by
FROM sopkit_tasks t JOIN sopkit_cases c ON c.no = t.no
WHERE t.actor = :actor AND (t.since, t.no) > (:since, :after) ORDER BY t.since, t.no LIMIT :limit

-- [task]
SELECT 1 FROM sopkit_tasks WHERE actor = :actor AND since = :since AND no = :no

-- [all tasks]
SELECT actor, since, no FROM sopkit_tasks WHERE (actor, since, no) > (:actor, :since, :after)
ORDER BY actor, since, no LIMIT :limit

-- [count tasks]
SELECT count(*) FROM sopkit_tasks

-- [erase values]
UPDATE sopkit_records SET "by" = :by, reason = :reason, more = :more, salts = :salts, marks = :marks
WHERE no = :no AND n = :n

-- [erase title]
UPDATE sopkit_cases SET title = :title, data = '{}' WHERE no = :no

-- [erase facts]
DELETE FROM sopkit_facts WHERE no = :no

-- [lease]
UPDATE sopkit_courier SET holder = :holder, until = :until
WHERE holder = :holder OR until <= :now OR until > :far

-- [courier]
SELECT holder, until FROM sopkit_courier

-- [unsound]
SELECT o.no, o.n FROM sopkit_outbox o
WHERE o.attempts < 0 OR o.attempts <> CAST(o.attempts AS BIGINT) OR o.due <> CAST(o.due AS BIGINT)
  OR NOT EXISTS (SELECT 1 FROM sopkit_records r WHERE r.no = o.no AND r.n = o.n)
ORDER BY o.no, o.n LIMIT :limit

-- [waiting]
SELECT o.no, o.n, o.attempts FROM sopkit_outbox o
WHERE (o.due <= :now OR o.attempts = 0 OR o.due > :far) AND NOT EXISTS (SELECT 1 FROM sopkit_outbox p WHERE p.no = o.no AND p.n < o.n)
ORDER BY o.due, o.no, o.n LIMIT :limit

-- [heard]
DELETE FROM sopkit_outbox WHERE no = :no AND n = :n

-- [unheard]
UPDATE sopkit_outbox SET due = :due, attempts = attempts + 1 WHERE no = :no AND n = :n

-- [facts of case]
SELECT name, value FROM sopkit_facts WHERE no = :no ORDER BY name, value

-- [count facts]
SELECT count(*) FROM sopkit_facts

-- [count records]
SELECT count(*) FROM sopkit_records

-- [count unheard]
SELECT count(*) FROM sopkit_outbox

-- [search]
SELECT no, id, definition, title, data, state, place, since, opened, changed, seq, n, head, link, taken_by
FROM sopkit_cases WHERE no < :before

-- [search id]
AND id = :id

-- [search sop]
AND definition IN (SELECT no FROM sopkit_definitions WHERE sop = :sop)

-- [search state]
AND state = :state

-- [search step]
AND place = :step

-- [search actor]
AND no IN (SELECT no FROM sopkit_tasks WHERE actor = :actor)

-- [search person]
AND no IN (SELECT no FROM sopkit_records WHERE "by" = :person)

-- [search opened_from]
AND opened >= :opened_from

-- [search opened_to]
AND opened < :opened_to

-- [search data]
AND no IN (SELECT no FROM sopkit_facts WHERE name = :name AND value = :value)

-- [search order]
ORDER BY no DESC LIMIT :limit

-- [all heard]
DELETE FROM sopkit_outbox WHERE no = :no

-- [case no]
SELECT no, id, definition, title, data, state, place, since, opened, changed, seq, n, head, link, taken_by
FROM sopkit_cases WHERE no = :no
