-- An answer that was cut short by a person is begun anew when they hand the conversation back: a question may have two.
CREATE INDEX "generation_question_message_id_idx" ON "generation"("question_message_id");
DROP INDEX "generation_question_message_id_key";
