import { type Database, publishPromptVersion } from '@frontdesk/database';
import type { Business } from './business.ts';
import type { ClosedList } from './grade.ts';

/** A way for a site to know its facts and to answer from them. */
export interface Mode {
  /** Tells a new site what its business knows, and waits until it knows it. */
  teach(database: Database, siteId: string, business: Business): Promise<void>;
  /** Where nothing but entries of a list and quotes can be said: that list, for a site. */
  list?(siteName: string): ClosedList;
}

/** What `--mode` takes. */
export const modes: Readonly<Record<string, Mode>> = {
  /** No retrieval and no constraint: every fact stands in the site's prompt. */
  'all-facts': {
    async teach(database, siteId, { about, facts }) {
      const lines = facts.map(({ text }) => `- ${text}`).join('\n');
      await publishPromptVersion(database, { siteId, systemPrompt: `${about}\n${instruction}\n${lines}` });
    },
  },
};

const instruction =
  'Answer in one or two sentences, with the facts below only. If they do not answer the question, say that you do not know.';
