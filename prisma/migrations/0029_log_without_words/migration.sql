-- The log of changes said which unanswered questions were put aside in the words of customers, who may be deleted since. It says
-- how many now, of entries from before as well.
ALTER TABLE "audit_entry" DISABLE TRIGGER "audit_entry_immutable";
UPDATE "audit_entry"
   SET "target" = CASE "others" WHEN 0 THEN '1 question' ELSE ("others" + 1) || ' questions' END, "after" = NULL
  FROM (SELECT "id" AS "entry_id", CASE jsonb_typeof("after"->'otherWordings') WHEN 'array'
          THEN jsonb_array_length("after"->'otherWordings') ELSE 0 END AS "others" FROM "audit_entry") AS "counted"
 WHERE "id" = "entry_id" AND "action" IN ('knowledge.questions-put-aside', 'knowledge.questions-taken-back');
ALTER TABLE "audit_entry" ENABLE TRIGGER "audit_entry_immutable";
