import { defaultSampling } from '@frontdesk/answers';
import { listedReplies, replyTextProblems, wordingsOf } from '@frontdesk/answers/replies';
import { type Database, findSite, updateSiteAnswering } from '@frontdesk/database';
import {
  type Answering,
  answeringBody,
  CodedError,
  handsOver,
  mergeChanges,
  readSamplingSettings,
  type SavedAnswering,
} from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';

const path = '/v1/admin/sites/:siteId/answering';

/** How a site answers: its mode, its languages, and the wording of its replies. */
export function serveAnswering(
  app: FastifyInstance,
  { database, notices }: { database: Database; notices: NoticePublisher },
): void {
  app.get(path, needs('site.read'), async (request): Promise<Answering> => {
    const { siteId } = siteOf(request);
    const site = await findSite(database, siteId);
    if (!site) throw new CodedError('site_unknown');
    const own = site.replyTexts as Record<string, string>;
    const who = { handsOver: handsOver(site.teamSettings) };
    const usual = wordingsOf({}, who);
    return {
      mode: site.answerMode,
      caution: site.caution,
      languages: site.languages,
      sampling: readSamplingSettings(site.sampling),
      usualSampling: defaultSampling,
      replies: listedReplies.map(({ id, language, kind, text, for: use }) => ({
        id,
        language,
        kind,
        text: usual[id] ?? text,
        own: own[id] ?? null,
        for: use,
      })),
      problems: replyTextProblems(site.name, own, wordingsOf(own, who)),
    };
  });

  app.put(path, needs('site.edit'), async (request): Promise<SavedAnswering> => {
    const { siteId } = siteOf(request);
    const { mode, caution, languages, replyTexts, sampling, before } = parseRequest(answeringBody, request.body);
    const site = await findSite(database, siteId);
    if (!site) throw new CodedError('site_unknown');
    // Beside those that others have written since.
    const change = { values: { replyTexts }, before };
    const { replyTexts: texts } = mergeChanges({ replyTexts: site.replyTexts as Record<string, string> }, change);
    const all = wordingsOf(texts, { handsOver: handsOver(site.teamSettings) });
    const problems = replyTextProblems(site.name, texts, all);
    if (problems.length === 0) {
      const loaded = before && { ...before, answerMode: before.mode };
      const answering = { siteId, answerMode: mode, caution, languages, replyTexts, sampling, loaded };
      // Another mode has another prompt.
      if (await updateSiteAnswering(database, actorOf(request), answering))
        notices.publish({ kind: 'published', siteId });
    }
    return { problems };
  });
}
