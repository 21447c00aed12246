import { doubtReply, wordingsOf } from '@frontdesk/answers';
import {
  type AnswerRecord,
  type ClaimedGeneration,
  type Database,
  findSite,
  type NewChunk,
  readGenerationInput,
  readProgress,
} from '@frontdesk/database';
import { handsOver } from '@frontdesk/protocol';
import type { Tokenizer } from '@frontdesk/tokenizer';
import { groundingOf, usableTexts } from './grounding.ts';

/** A mark is wanted where the words break off. */
const breaksOff = /[\p{L}\p{N},]$/u;

/** What ends an answer that nobody can go on with: the site's offer of a person, where it has some, behind what was shown. */
export async function makeOffer(
  database: Database,
  { generationId, epoch, siteId }: ClaimedGeneration,
  tokenizer: Tokenizer,
): Promise<{ lastChunk: NewChunk; record: AnswerRecord }> {
  const [{ tokenIds, text: told }, site, input] = await Promise.all([
    readProgress(database, generationId),
    findSite(database, siteId),
    readGenerationInput(database, generationId),
  ]);
  if (!site) throw new Error(`no site ${siteId}`);
  const own = usableTexts({ siteName: site.name, replyTexts: site.replyTexts as Record<string, string> }, tokenizer);
  const wordings = wordingsOf(own, { handsOver: handsOver(site.teamSettings) });
  const spoken = (input && groundingOf(input)?.spoken) ?? site.languages[0] ?? 'en';
  const reply = doubtReply(spoken, site.name, wordings);
  const seam = told === '' ? '' : breaksOff.test(told) ? '… ' : ' ';
  return {
    lastChunk: {
      ...{ generationId, epoch, firstToken: tokenIds.length, tokenIds: [], position: told.length },
      text: `${seam}${reply.text}`,
    },
    record: {
      said: { kind: 'reply', replyId: reply.id, replyKind: reply.kind, handsOver: true },
      ...{ confidence: null, branches: null, guarded: false, sources: [], handOver: 'not-known' },
    },
  };
}
