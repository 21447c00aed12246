import { type DecisionParameters, defaultDecisionParameters } from '@frontdesk/answers';
import { type Database, publishPromptVersion } from '@frontdesk/database';
import type { Caution } from '@frontdesk/protocol';
import { type Lesson, teachSite } from '../stack/teach-site.ts';
import type { Business } from './business.ts';
import { closedList } from './closed-list.ts';
import type { ClosedList } from './grade.ts';
import type { DocumentBusiness } from './load-documents.ts';

export interface Place {
  database: Database;
  databaseUrl: string;
}

/** A way for a site to know its facts and to answer from them. */
export interface Mode {
  /** Tells a new site what its business knows, and waits until it knows it. */
  teach(place: Place, siteId: string, business: Business): Promise<void>;
  /** Where nothing but entries of a list and quotes can be said: that list, for a business's site. */
  list?(business: Business): ClosedList | undefined;
  /** What decides instead of the parameters in use. */
  parameters?: DecisionParameters;
}

/** A business's facts, as they are typed in the dashboard; or its documents, where it has some. */
export function lessonsOf(business: Pick<Business, 'facts'> | DocumentBusiness): Lesson[] {
  if ('documents' in business) return business.documents;
  return business.facts.map(({ title = '', text }) => ({ kind: 'fact', title, text }));
}

/** The product's own way: facts are imported as if they were typed in the dashboard, and quoted, where the business has no other mode. */
const quote: Mode = {
  async teach({ database, databaseUrl }, siteId, business) {
    await publishPromptVersion(database, { siteId, systemPrompt: business.prompt ?? business.about });
    await teachSite({ database, databaseUrl, siteId }, lessonsOf(business));
  },
  list: ({ name, languages = ['en'], mode = 'quote' }) => {
    // Nothing is worded freely in other languages.
    const quotes = mode === 'quote' || (mode === 'phrase' && !languages.includes('en'));
    return quotes ? closedList(name, languages) : undefined;
  },
};

/** The same, for a site that wants more certainty before it answers, or less. */
const cautious = (caution: Caution): Mode => ({
  ...quote,
  async teach(place, siteId, business) {
    await place.database.site.update({ where: { id: siteId }, data: { caution } });
    await quote.teach(place, siteId, business);
  },
});

const others = defaultDecisionParameters;
const never = -1e9;

/** What `--mode` takes. */
export const modes: Readonly<Record<string, Mode>> = {
  quote,
  'quote-careful': cautious('careful'),
  'quote-forthcoming': cautious('forthcoming'),
  /** The best passage where it answers more likely than not; of the model's opinion nothing counts. */
  'quote-retrieval-only': {
    ...quote,
    parameters: {
      ...others,
      confidence: { bias: 0, modelLogOdds: 0, score: 1, margin: 0, lacksKind: 0, ownCase: 0 },
      threshold: 0.5,
      reply: { bias: never, score: 0 },
      ...{ modelWeight: 0, nextWindow: never },
    },
  },
  /** The likeliest way to begin, then the likeliest of all that was found. */
  'quote-model-only': {
    ...quote,
    parameters: {
      ...others,
      confidence: { bias: 0, modelLogOdds: 1, score: 0, margin: 0, lacksKind: 0, ownCase: 0 },
      threshold: 0.5,
      reply: { bias: 0, score: 0 },
      ...{ modelWeight: 1, scoreWeight: 0, endBias: 0, firstWindow: 100, nextWindow: 100 },
    },
  },
  /** The model's own words on passages that were found, guarded. */
  phrase: {
    async teach(place, siteId, business) {
      await place.database.site.update({ where: { id: siteId }, data: { answerMode: 'phrase' } });
      await quote.teach(place, siteId, business);
    },
  },
  /** The model's own words. No retrieval and no constraint: every fact stands in the site's prompt. */
  'all-facts': {
    async teach({ database }, siteId, { about, prompt = about, facts }) {
      await database.site.update({ where: { id: siteId }, data: { answerMode: 'plain' } });
      const lines = facts.map(({ title, text }) => `- ${title ? `${title}: ` : ''}${text}`).join('\n');
      await publishPromptVersion(database, { siteId, systemPrompt: `${prompt}\n${instruction}\n${lines}` });
    },
  },
};

const instruction =
  'Answer in one or two sentences, with the facts below only. If they do not answer the question, say that you do not know.';
