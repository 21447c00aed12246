// npm run smoke: the whole product once, end to end. One message over Socket.IO, one over POST /v1/chat; both must be
// answered by the model and both must be in PostgreSQL.

import pg from 'pg';
import { stopSignal } from '../bench/command.ts';
import { askOverHttp } from '../client/chat-request.ts';
import { connectVisitor } from '../client/visitor.ts';
import { startStack } from '../stack/stack.ts';

/** Two, or the second one would come from the answer cache. */
const questions = { socket: 'How do I return an item?', http: 'How much is shipping?' };

interface Told {
  question: string;
  generationId: string;
  text: string;
  ttftMs: number;
}

interface Stored {
  question: string;
  answer: string | null;
  tokens: number;
  decodeMs: number;
}

const stack = await startStack({ name: 'smoke', signal: stopSignal() });
try {
  const problems = [
    ...(await check('Socket.IO', await overSocket())),
    ...(await check('POST /v1/chat', await overHttp())),
  ];
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else console.log('\n✓ Both questions and both answers are stored in PostgreSQL.');
} finally {
  await stack.stop();
}

async function overSocket(): Promise<Told> {
  const visitor = await connectVisitor(stack.url, 'demo');
  try {
    const { generationId, streamedText, ttftMs } = await visitor.ask(questions.socket);
    return { question: questions.socket, generationId, text: streamedText, ttftMs };
  } finally {
    visitor.close();
  }
}

async function overHttp(): Promise<Told> {
  const { response, ttftMs } = await askOverHttp(stack.url, {
    ...{ siteKey: 'demo', message: questions.http },
  });
  return { question: questions.http, generationId: response.generationId, text: response.answer.text, ttftMs };
}

/** Prints an answer and compares it with what is stored. Returns what is wrong. */
async function check(way: string, told: Told): Promise<string[]> {
  const stored = await readStored(told.generationId);
  if (!stored) return [`${way}: the generation is not stored`];
  const { tokens, decodeMs } = stored;
  const rate = ((tokens / decodeMs) * 1000).toFixed(0);
  console.log(`\n${way}: TTFT ${told.ttftMs.toFixed(0)} ms, ${tokens} tokens, ${rate} tokens/s`);
  console.log(`> ${told.question}\n${told.text}`);
  return [
    told.text.trim() === '' && 'the answer is empty',
    !(told.ttftMs > 0) && 'no words came before the answer was whole',
    !(tokens > 0) && 'no tokens were counted',
    stored.question !== told.question && 'the question is stored differently',
    stored.answer !== told.text && 'the answer is stored differently from what was told',
  ].flatMap((problem) => (problem ? [`${way}: ${problem}`] : []));
}

async function readStored(generationId: string): Promise<Stored | undefined> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Stored>(
      `SELECT question.text AS question, answer.text AS answer, generated_tokens AS tokens, decode_ms AS "decodeMs"
       FROM generation
       JOIN message question ON question.id = question_message_id
       LEFT JOIN message answer ON answer.generation_id = generation.id
       WHERE generation.id = $1`,
      [generationId],
    );
    return rows[0];
  } finally {
    await client.end();
  }
}
