import { answeredLanguage } from '@frontdesk/answers';
import { type Database, findSite } from '@frontdesk/database';
import type { LookUpJob, LookUpResult } from '@frontdesk/protocol';
import { foundForAll, type Retrieve } from './retrieval.ts';

/** What an answer to a question would be made from now, for the agent who wants to see it. */
export function createLookUp(database: Database, retrieve: Retrieve): (job: LookUpJob) => Promise<LookUpResult> {
  return async ({ siteId, question }) => {
    const { knowledgeVersion = 0, languages = [] } = (await findSite(database, siteId)) ?? {};
    const language = answeredLanguage([question], languages);
    const found = await retrieve({ siteId, knowledgeVersion, question, previousQuestion: undefined, language });
    return { passages: found ? foundForAll(found) : [] };
  };
}
