// A process of its own: asks over POST /v1/chat, so many requests at a time, each of a visitor of its own. It is sent a
// LoadPlan and sends back every Reply when all are there.
import { chatResponse } from '@frontdesk/protocol';
import { Pool } from 'undici';
import type { LoadPlan, Reply } from './load-plan.ts';

process.once('message', (plan: LoadPlan) => {
  ask(plan).then((replies) => process.send?.(replies, () => process.disconnect()));
});

async function ask({ url, siteKey, questions, connections, warmUpSeconds, seconds }: LoadPlan): Promise<Reply[]> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const bodies = questions.map(({ ask, answer }) => ({ body: JSON.stringify({ siteKey, message: ask }), answer }));
  const startsAtMs = performance.now() + warmUpSeconds * 1_000;
  const untilMs = startsAtMs + seconds * 1_000;
  const replies: Reply[] = [];
  let next = 0;

  async function askOnAndOn(): Promise<void> {
    while (performance.now() < untilMs) {
      const { body, answer } = bodies[next++ % bodies.length] as (typeof bodies)[number];
      const sentMs = performance.now();
      const outcome = await askOnce(body, answer);
      replies.push({ ...outcome, sentAtMs: sentMs - startsAtMs, tookMs: performance.now() - sentMs });
    }
  }

  async function askOnce(body: string, answer: string): Promise<Pick<Reply, 'messageId' | 'problem'>> {
    try {
      const response = await pool.request({
        ...{ path: '/v1/chat', method: 'POST', headers: { 'content-type': 'application/json' }, body },
      });
      const text = await response.body.text();
      if (response.statusCode !== 200) return { messageId: null, problem: `${response.statusCode} ${text}` };
      const reply = chatResponse.parse(JSON.parse(text));
      if (!reply.timings.cached) return { messageId: null, problem: 'made by the model' };
      if (reply.answer.text !== answer) return { messageId: null, problem: 'the answer to another question' };
      return { messageId: reply.messageId };
    } catch (error) {
      return { messageId: null, problem: String(error) };
    }
  }

  await Promise.all(Array.from({ length: connections }, askOnAndOn));
  await pool.close();
  return replies;
}
