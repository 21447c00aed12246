-- Who has how much to do is counted at each hand-over: of an agent's conversations of years only the open ones are looked at.
CREATE INDEX "conversation_open_of_agent_idx" ON "conversation"("assignee_id") WHERE "state" IN ('waiting_for_person', 'with_person');
