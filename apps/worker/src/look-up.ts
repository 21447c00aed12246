import { type Database, readKnowledgeVersion } from '@frontdesk/database';
import type { LookUpJob, LookUpResult } from '@frontdesk/protocol';
import { foundForAll, type Retrieve } from './retrieval.ts';

/** What an answer to a question would be made from now, for the agent who wants to see it. */
export function createLookUp(database: Database, retrieve: Retrieve): (job: LookUpJob) => Promise<LookUpResult> {
  return async ({ siteId, question }) => {
    const knowledgeVersion = (await readKnowledgeVersion(database, siteId)) ?? 0;
    const found = await retrieve({ siteId, knowledgeVersion, question, previousQuestion: undefined });
    return { passages: found ? foundForAll(found) : [] };
  };
}
