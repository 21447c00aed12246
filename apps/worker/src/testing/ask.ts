import { randomUUID } from 'node:crypto';
import { type AnswerMode, type Database, publishPromptVersion } from '@frontdesk/database';

export interface Asked {
  siteId: string;
  conversationId: string;
  generationId: string;
}

/** Stores a site with a prompt, and a visitor's question whose generation waits; no job is added. Its answer is not guarded unless asked for. */
export async function ask(
  database: Database,
  { text = 'How do I return an item?', deadlineInMs = 60_000, answerMode = 'plain' as AnswerMode } = {},
): Promise<Asked> {
  const site = await database.site.create({
    data: { key: randomUUID(), name: 'Fernway', greeting: 'Hi', colour: '#1f7a4d', answerMode },
  });
  await publishPromptVersion(database, { siteId: site.id, systemPrompt: 'Returns: you have 30 days.' });
  const visitor = await database.visitor.create({ data: { siteId: site.id } });
  const conversation = await database.conversation.create({ data: { siteId: site.id, visitorId: visitor.id } });
  const address = { siteId: site.id, conversationId: conversation.id };
  const question = await database.message.create({
    data: { ...address, visitorId: visitor.id, role: 'visitor', text },
  });
  const generation = await database.generation.create({
    data: {
      ...address,
      questionMessageId: question.id,
      receivedAt: new Date(),
      deadlineAt: new Date(Date.now() + deadlineInMs),
    },
  });
  return { ...address, generationId: generation.id };
}
