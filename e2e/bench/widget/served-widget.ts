import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createChatSession, createMemoryStorage, visitorKey } from '@frontdesk/chat/session';
import type { SiteAppearance } from '@frontdesk/protocol';
import { startScriptedGateway } from '../../../packages/chat/src/testing/scripted-gateway.ts';
import { answerText, nextToken, nextTokenOfOneBlock } from './answer-text.ts';

const dist = join(import.meta.dirname, '../../../apps/widget/dist');
const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };
const site: SiteAppearance = {
  ...{ siteKey: 'demo', name: 'Fernway', greeting: 'Hello! Ask me about plants.', colour: '#1f7a4d' },
  suggestions: ['How do I return an item?'],
};
/** What a page has to have, and nothing that would take time of its own. */
const hostPage =
  '<!doctype html><title>Shop</title><h1>Shop</h1><script async src="/widget.js" data-site="demo"></script>';

/** Questions whose answers are written at a pace, and what they say; every other one is answered at once. */
const longAnswers = {
  'Tell me all about it.': nextToken,
  'Tell me all about it, as a list and a table.': nextTokenOfOneBlock,
} as const;
export type LongQuestion = keyof typeof longAnswers;
export const longQuestions = Object.keys(longAnswers) as [LongQuestion, LongQuestion];

/**
 * The built widget on a page of a gateway whose answers are written here: the same words at the same pace each time, and
 * nothing else that would want the cores.
 */
export async function serveWidget({ tokens, tokensPerSecond }: { tokens: number; tokensPerSecond: number }) {
  let whenWritten = () => {};
  const gateway = await startScriptedGateway({
    site,
    fallback: serveBuilt,
    onQuestion(answer) {
      if (!isLong(answer.question)) {
        answer.say(answerText);
        answer.done();
        return;
      }
      const next = longAnswers[answer.question];
      const began = performance.now();
      let told = 0;
      const timer = setInterval(() => {
        const due = Math.min(tokens, Math.floor(((performance.now() - began) / 1_000) * tokensPerSecond));
        for (; told < due; told += 1) answer.say(next(told, tokens));
        if (told < tokens) return;
        clearInterval(timer);
        answer.done();
        whenWritten();
      }, 1_000 / tokensPerSecond);
    },
  });
  return {
    url: gateway.url,
    close: gateway.close,
    /** The end of the next long answer, as the gateway knows it: to look for it in the page would be work for its main thread. */
    written: () =>
      new Promise<void>((resolve) => {
        whenWritten = resolve;
      }),
    /**
     * Has a conversation.
     * @returns what a browser that had it would have kept: key and value of its storage
     */
    async converse(questions: number): Promise<[string, string]> {
      const storage = createMemoryStorage();
      const getTicket = async () => 'any';
      const session = createChatSession({ gatewayUrl: gateway.url, siteKey: site.siteKey, getTicket, storage });
      for (let count = 1; count <= questions; count += 1) {
        session.send(`Question ${count}: how much water does this fern want?`);
        await until(
          () => Object.values(session.getState().answers).filter(({ phase }) => phase === 'done').length === count,
        );
      }
      session.close();
      const key = visitorKey(site.siteKey);
      return [key, storage.get(key) ?? ''];
    },
  };
}

const isLong = (question: string): question is LongQuestion => question in longAnswers;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

const serveBuilt: RequestListener = (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://host');
  if (pathname === '/') return void response.setHeader('content-type', 'text/html').end(hostPage);
  const name = pathname === '/frame' ? 'frame.html' : pathname.replace(/^\/frame\//, '/');
  try {
    const content = readFileSync(join(dist, normalize(name)));
    response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream');
    response.setHeader('content-encoding', 'gzip').end(gzipSync(content, { level: 9 }));
  } catch {
    response.writeHead(404).end();
  }
};
