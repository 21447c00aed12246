-- Files stayed with the anonymous visitor when a customer was identified, and would have been deleted with that row. They are
-- whose message they were sent with.
UPDATE "attachment" SET "visitor_id" = "message"."visitor_id"
  FROM "message"
 WHERE "message"."id" = "attachment"."message_id" AND "message"."visitor_id" <> "attachment"."visitor_id";
