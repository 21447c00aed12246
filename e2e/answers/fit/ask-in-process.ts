import type { DecisionParameters } from '@frontdesk/answers';
import { closedList } from '../closed-list.ts';
import { grade } from '../grade.ts';
import type { NamedBusiness } from '../load-businesses.ts';
import type { Result } from '../summary.ts';
import { type ModelFolders, openOfflineSet } from './offline-set.ts';

/** Asks businesses everything in this process, in mode quote: as the product answers, but without store, queue and gateway. Of times it says nothing. */
export async function askInProcess(
  businesses: readonly NamedBusiness[],
  folders: ModelFolders,
  parameters: DecisionParameters,
): Promise<Result[]> {
  const set = await openOfflineSet(businesses, folders, { withholds: false });
  try {
    const results: Result[] = [];
    for (const { business, answer } of set.cases) {
      const { question } = answer.prepared;
      const { text, decoder } = await answer.answer(parameters);
      results.push({
        ...{ business: business.slug, question, timings: null },
        graded: grade(question, text, { business, list: closedList(business.name) }),
        confidence: decoder.decision?.confidence ?? null,
      });
    }
    return results;
  } finally {
    await set.save();
    await set.close();
  }
}
