-- What a question is found by ends with no mark any more, in whatever script (packages/answers/src/end-marks.ts): so do approved
-- answers and the counts of questions, of before. Where approved answers differ in that alone, they keep their forms.
UPDATE "approved_answer" SET "normal_form" = "found"."bare"
FROM (
  SELECT "id", "bare", count(*) OVER (PARTITION BY "site_id", "bare") AS "alike"
  FROM "approved_answer", regexp_replace("normal_form", '(?:[\s?!.…؟。।॥۔։]|(?<=[\u0370-\u03ff\u1f00-\u1fff]);+|(?<!\d)["''])+$', '') AS "bare"
) AS "found"
WHERE "found"."id" = "approved_answer"."id" AND "alike" = 1 AND "bare" NOT IN ("normal_form", '');

WITH "old" AS (
  DELETE FROM "question_count" WHERE "question" ~ '(?:[؟。।॥۔։]|[\u0370-\u03ff\u1f00-\u1fff];)[\s?!.…;"'']*$' RETURNING *
)
INSERT INTO "question_count" ("site_id", "day", "question", "asked", "answered")
SELECT "site_id", "day", "bare", sum("asked"), sum("answered")
FROM "old", regexp_replace("question", '(?:[\s?!.…؟。।॥۔։]|(?<=[\u0370-\u03ff\u1f00-\u1fff]);+|(?<!\d)["''])+$', '') AS "bare"
WHERE "bare" <> ''
GROUP BY 1, 2, 3
ON CONFLICT ("site_id", "day", "question") DO UPDATE
  SET "asked" = "question_count"."asked" + excluded."asked", "answered" = "question_count"."answered" + excluded."answered";
