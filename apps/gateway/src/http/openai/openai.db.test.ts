import { randomUUID } from 'node:crypto';
import {
  beat,
  failGeneration,
  finishGeneration,
  readPromptMaterial,
  removeWorker,
  rollUpAnalytics,
} from '@frontdesk/database';
import { createApiKey, useTestDatabase } from '@frontdesk/database/testing';
import { chatCompletion, chatCompletionChunk } from '@frontdesk/protocol';
import type OpenAI from 'openai';
import { APIUserAbortError, NotFoundError } from 'openai';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  assistant,
  clientWith,
  model,
  nextGeneration,
  postCompletion,
  refusalOf,
  user,
} from '../../testing/openai-client.ts';
import { useTestGateway } from '../../testing/test-gateway.ts';
import { createTestSite, type TestSite } from '../../testing/test-site.ts';
import { type TestAnswer, useTestWorker } from '../../testing/test-worker.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
const worker = useTestWorker(database);
let site: TestSite;
let apiKey: string;
let client: OpenAI;
beforeEach(async () => {
  site = await createTestSite(database);
  apiKey = await createApiKey(database, { siteId: site.id, name: 'test' });
  client = clientWith(apiKey, gateway);
});

/** Answers the next question as a worker would. */
async function answerNext(...pieces: string[]): Promise<void> {
  const answer = await worker.claim((await nextGeneration(database, site.id)).id);
  for (const piece of pieces) await answer.say(piece);
  await answer.finish();
}

const claimOf = (generationId: string) => ({ generationId, epoch: 1, workerId: `test-worker-${process.pid}` });
const timings = { prefillMs: 1, firstTokenMs: 1, decodeMs: 1, promptTokens: 70, generatedTokens: 5 };

describe('POST /v1/chat/completions', () => {
  test('one question, one answer', async () => {
    const before = Math.floor(Date.now() / 1000);
    const [completion] = await Promise.all([
      client.chat.completions.create({ model, messages: [user('Do you ship?')], temperature: 0, max_tokens: 5 }),
      answerNext('Yes, ', 'we do.'),
    ]);
    const generation = await database.generation.findFirstOrThrow({
      where: { siteId: site.id },
      include: { question: true },
    });
    expect(chatCompletion.parse(completion)).toEqual({
      id: `chatcmpl-${generation.id}`,
      object: 'chat.completion',
      created: expect.any(Number),
      model,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Yes, we do.', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      system_fingerprint: null,
    });
    expect(completion.created).toBeGreaterThanOrEqual(before);
    expect(generation).toMatchObject({ systemText: null, question: { text: 'Do you ship?', role: 'visitor' } });
  });

  test('system and developer messages are the caller’s system text, parts of text are one text', async () => {
    await Promise.all([
      client.chat.completions.create({
        model,
        messages: [
          { role: 'system', content: 'Dogs stay outside.' },
          { role: 'developer', content: [{ type: 'text', text: 'Huts open in June.' }] },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'I have a dog.' },
              { type: 'text', text: 'May it come?' },
            ],
          },
        ],
      }),
      answerNext('Dogs stay outside.'),
    ]);
    const { systemText, question } = await database.generation.findFirstOrThrow({
      where: { siteId: site.id },
      include: { question: true },
    });
    expect(systemText).toBe('Dogs stay outside.\n\nHuts open in June.');
    expect(question.text).toBe('I have a dog.\nMay it come?');
  });

  test('earlier turns are what was said before the question, and nothing that was made here', async () => {
    const messages = [
      { role: 'system' as const, content: 'We ship to Spain.' },
      user('Do you ship?'),
      assistant('Yes, we do.'),
      assistant(''),
      user('Where to?'),
      assistant('To Spain.'),
      user('And how fast?'),
    ];
    const asking = client.chat.completions.create({ model, messages });
    const generation = await nextGeneration(database, site.id);
    const { conversationId } = generation;
    const { history } = await readPromptMaterial(database, { ...generation, siteId: site.id });
    expect(history).toEqual([
      { role: 'visitor', text: 'Do you ship?' },
      { role: 'assistant', text: 'Yes, we do.' },
      { role: 'visitor', text: 'Where to?' },
      { role: 'assistant', text: 'To Spain.' },
      { role: 'visitor', text: 'And how fast?' },
    ]);
    await answerNext('Within a week.');
    expect((await asking).choices[0]?.message.content).toBe('Within a week.');
    const rows = await database.message.findMany({ where: { conversationId, role: 'assistant' } });
    expect(rows.map(({ text, generationId }) => [text, generationId !== null])).toEqual(
      expect.arrayContaining([
        ['Yes, we do.', false],
        ['To Spain.', false],
        ['Within a week.', true],
      ]),
    );
    expect(rows).toHaveLength(3);
    expect(await database.siteDayUsage.findFirst({ where: { siteId: site.id } })).toMatchObject({ messages: 1 });
    // Nor are they counted: the gateway rolls up as well, one at a time.
    await expect
      .poll(async () => {
        await rollUpAnalytics(database, { normalForm: (text) => text });
        return database.conversationFact.findUnique({ where: { conversationId } });
      })
      .toMatchObject({ visitorMessages: 1, botMessages: 1 });
    const sums = { where: { siteId: site.id }, _sum: { visitor: true, bot: true } } as const;
    expect(await database.messageQuarter.aggregate(sums)).toEqual({ _sum: { visitor: 1, bot: 1 } });
  });

  test('the same question after other turns is another question: the answer cache does not know it', async () => {
    const first = client.chat.completions.create({ model, messages: [user('Do you ship?')] });
    const answer = await worker.claim((await nextGeneration(database, site.id)).id);
    await answer.say('Yes, we do.');
    await answer.finishAndKeep('do you ship');
    expect((await first).system_fingerprint).toBe('fp_model');
    const repeated = await client.chat.completions.create({ model, messages: [user('Do you ship?')] });
    expect(repeated.choices[0]?.message.content).toBe('Yes, we do.');
    expect(repeated).toMatchObject({ usage: { total_tokens: 0 }, system_fingerprint: 'fp_model' });
    const messages = [user('Is this about Spain?'), assistant('Yes.'), user('Do you ship?')];
    const [later] = await Promise.all([
      client.chat.completions.create({ model, messages }),
      answerNext('To Spain, no.'),
    ]);
    expect(later.choices[0]?.message.content).toBe('To Spain, no.');
  });

  test('streamed: role, words, why it ended, usage', async () => {
    const asking = client.chat.completions.create({
      ...{ model, messages: [user('Do you ship?')], stream: true },
      stream_options: { include_usage: true },
    });
    await answerNext('Yes, ', 'we do.');
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await asking) chunks.push(chunk);
    for (const chunk of chunks) expect(chatCompletionChunk.parse(chunk)).toEqual(chunk);
    const { id } = await database.generation.findFirstOrThrow({ where: { siteId: site.id } });
    expect(new Set(chunks.map((chunk) => `${chunk.id} ${chunk.model}`))).toEqual(new Set([`chatcmpl-${id} ${model}`]));
    expect(chunks.map(({ choices: [choice] }) => choice && [choice.delta, choice.finish_reason])).toEqual([
      [{ role: 'assistant', content: '' }, null],
      [{ content: 'Yes, ' }, null],
      [{ content: 'we do.' }, null],
      [{}, 'stop'],
      undefined,
    ]);
    expect(chunks.map(({ usage }) => usage)).toEqual([
      ...[null, null, null, null],
      { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    ]);
  });

  test('streamed without usage, and an answer that was cut off', async () => {
    const asking = postCompletion(
      gateway,
      apiKey,
      JSON.stringify({ model, messages: [user('Do you ship?')], stream: true }),
    );
    const { id } = await nextGeneration(database, site.id);
    await (await worker.claim(id)).say('Yes, and');
    await finishGeneration(database, claimOf(id), { finishReason: 'length', lastChunk: null, timings });
    const response = await asking;
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const blocks = (await response.text()).split('\n\n').filter((block) => block.startsWith('data: '));
    expect(blocks.at(-1)).toBe('data: [DONE]');
    const chunks = blocks.slice(0, -1).map((block) => JSON.parse(block.slice('data: '.length)));
    expect(chunks.some((chunk) => 'usage' in chunk)).toBe(false);
    expect(chunks.at(-1).choices[0]).toMatchObject({ delta: {}, finish_reason: 'length' });
  });

  test('the client’s own way to put a stream together', async () => {
    const stream = client.chat.completions.stream({ model, messages: [user('Do you ship?')] });
    await answerNext('Yes, ', 'we do.');
    expect(await stream.finalContent()).toBe('Yes, we do.');
  });

  test('a failure has its status before the first words, and is an event of the stream after them', async () => {
    const messages = [user('Hello')];
    const early = refusalOf(client.chat.completions.create({ model, messages, stream: true }));
    await nextGeneration(database, site.id);
    // Nobody takes it until its deadline has passed: the sweeper ends it.
    await database.generation.updateMany({ where: { siteId: site.id }, data: { deadlineAt: new Date(0) } });
    expect(await early).toMatchObject({ status: 504, code: 'generation_expired', type: 'server_error' });

    const stream = client.chat.completions.create({ model, messages, stream: true });
    const { id } = await nextGeneration(database, site.id);
    await (await worker.claim(id)).say('I');
    const words: string[] = [];
    const late = refusalOf(
      (async () => {
        for await (const { choices } of await stream) words.push(choices[0]?.delta.content ?? '');
      })(),
    );
    await expect.poll(() => words).toEqual(['', 'I']);
    await failGeneration(database, claimOf(id), { errorCode: 'generation_failed', lastChunk: null, timings });
    expect(await late).toMatchObject({ status: undefined, code: 'generation_failed', type: 'server_error' });
  });

  test.each([false, true])(
    'a client that goes away is not waited for, and its answer stops; stream: %s',
    async (stream) => {
      const gone = new AbortController();
      const asking = client.chat.completions.create(
        { model, messages: [user('Hello')], stream },
        { signal: gone.signal },
      );
      const answer: TestAnswer = await worker.claim((await nextGeneration(database, site.id)).id);
      await answer.say('I ');
      if (stream) await asking;
      const ended = asking.catch((error: unknown) => error);
      gone.abort();
      if (!stream) expect(await ended).toBeInstanceOf(APIUserAbortError);
      const streams = async () =>
        /^frontdesk_gateway_streams (\d+)$/m.exec(await (await fetch(`${gateway.url}/metrics`)).text())?.[1];
      await expect.poll(streams).toBe('0');
      const generation = () => database.generation.findFirstOrThrow({ where: { siteId: site.id } });
      await expect.poll(async () => (await generation()).state).toBe('cancelled');
      await expect(answer.say('am here.')).rejects.toThrow('refused');
    },
  );
});

describe('GET /v1/models', () => {
  const workerId = `test-${randomUUID()}`;
  const heartbeat = { workerId, slots: 4, running: 0, tokensPerSecond: 0, modelHash: 'abc' };

  test('the assistant, while a worker is ready', async () => {
    await beat(database, { ...heartbeat, state: 'warming' });
    expect((await client.models.list()).data).toEqual([]);
    expect(await refusalOf(client.models.retrieve(model))).toBeInstanceOf(NotFoundError);
    await beat(database, { ...heartbeat, state: 'ready' });
    const served = { id: model, object: 'model', created: expect.any(Number), owned_by: 'frontdesk' };
    expect((await client.models.list()).data).toEqual([served]);
    expect(await client.models.retrieve(model)).toEqual(served);
    await removeWorker(database, workerId);
  });

  test.each(['gpt-4o', 'owner/name', '%2e%2e'])('no model is called %s', async (name) => {
    const refused = await refusalOf(client.models.retrieve(name));
    expect(refused).toBeInstanceOf(NotFoundError);
    expect(refused).toMatchObject({ code: 'model_not_found', param: 'model', type: 'invalid_request_error' });
  });
});
