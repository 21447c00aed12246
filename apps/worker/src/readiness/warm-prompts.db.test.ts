import { randomUUID } from 'node:crypto';
import { createDatabase, publishPromptVersion } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import { createEngine, type Engine, EngineError } from '@frontdesk/engine';
import { writeTinyModel } from '@frontdesk/models/testing';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { useTestFolder } from '../../../../scripts/testing/test-folder.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { createComposeInput } from '../answers/compose-input.ts';
import { createPrepareInput } from '../answers/prepare-input.ts';
import { noKnowledge, type Retrieve } from '../knowledge/retrieval.ts';
import { ask } from '../testing/ask.ts';
import { sharedIds, WarmPrompts } from './warm-prompts.ts';

const database = useTestDatabase();
const model = await writeTinyModel(await useTestFolder());
const { modelPath, manifest } = model;
let engine: Engine;
beforeEach(async () => {
  engine = keep(await createEngine({ modelPath, architecture: manifest.architecture, threads: 1 }));
});

const knowledge: Retrieve = async () => ({
  passages: [
    { id: randomUUID(), title: '', url: null, score: 1, sentences: [{ text: 'We ship to Spain.', score: 1 }] },
  ],
  ...{ dependsOnPrevious: false, kinds: null, embedding: null },
});

it.each([
  ['phrase', noKnowledge],
  ['quote', knowledge],
] as const)(
  'reads the published prompts ahead, so that of a first question only the rest is read (%s)',
  async (answerMode, retrieve) => {
    const tokenizer = loadTokenizer(model);
    const { modelHash, tokenizerHash } = model.manifest;
    const asked = await ask(database);
    await database.site.update({ where: { id: asked.siteId }, data: { answerMode } });
    const silent = await database.site.create({
      data: { key: asked.siteId, name: 'Silent', greeting: 'Hi', colour: '#000000' },
    });
    await publishPromptVersion(database, {
      siteId: asked.siteId,
      systemPrompt: 'Shipping takes three days. '.repeat(6),
    });
    const onWarm = vi.fn<(report: { tokens: number }) => void>();
    const onError = vi.fn();
    await new WarmPrompts({ database, engine, tokenizer, onWarm, onGone: vi.fn(), onError }).all();
    expect(onError).not.toHaveBeenCalled();
    // A site without a prompt has nothing to warm, and a former version is not warmed.
    expect(silent.publishedPromptVersionId).toBeNull();
    expect(onWarm).toHaveBeenCalledWith(expect.objectContaining({ prompts: 1 }));
    const tokens = onWarm.mock.calls[0]?.[0].tokens ?? 0;
    expect(engine.stats().prefix).toMatchObject({ pinnedBlocks: tokens / 16 });

    const hashes = { modelHash, tokenizerHash };
    const compose = createComposeInput({ ...hashes, tokenizer, capacityTokens: 2_048, retrieve });
    const prepareInput = createPrepareInput({ ...hashes, database, compose });
    const generation = await database.generation.findUniqueOrThrow({ where: { id: asked.generationId } });
    const { input } = await prepareInput({
      ...asked,
      ...{ questionMessageId: generation.questionMessageId, epoch: 1, workerId: 'w' },
    } as Parameters<typeof prepareInput>[0]);
    const answer = engine.generate({
      promptIds: input.promptIds,
      maxTokens: 1,
      temperature: 0,
      topP: 1,
      seed: 1,
      stopIds: [],
    });
    await answer.next();
    const { value } = await answer.next();
    expect(value).toMatchObject({ cachedTokens: tokens });
    await database.site.update({ where: { id: asked.siteId }, data: { publishedPromptVersionId: null } });
    expect(input.promptIds.length - tokens).toBeLessThan(100);
    expect(tokens).toBeGreaterThan(100);
  },
);

it('a database in trouble keeps no worker from starting, and what it has published is read when it is back', async () => {
  const { siteId } = await ask(database);
  const options = {
    database: createDatabase({ url: 'postgresql://nobody@127.0.0.1:1/nothing' }),
    ...{ engine, tokenizer: loadTokenizer(model), pauseMs: 1, onWarm: vi.fn(), onGone: vi.fn(), onError: vi.fn() },
  };
  const prompts = new WarmPrompts(options);
  await prompts.all();
  expect(options.onError).toHaveBeenCalled();
  expect(engine.stats().prefix.pinnedBlocks).toBe(0);
  options.database = database;
  await expect.poll(() => engine.stats().prefix.pinnedBlocks).toBeGreaterThan(0);
  prompts.stop();
  await database.site.update({ where: { id: siteId }, data: { publishedPromptVersionId: null } });
});

describe('a prompt that can’t be read', () => {
  const trouble = new EngineError('native_failure', 'there is no memory left');
  const failingEngine = (failures: number) => {
    let left = failures;
    const pin = vi.fn((ids: readonly number[]) => (left-- > 0 ? Promise.reject(trouble) : engine.pin(ids)));
    return { pin, warm: (ids: readonly number[]) => engine.warm(ids), stats: () => engine.stats() };
  };
  const told = () => ({ onWarm: vi.fn(), onGone: vi.fn(), onError: vi.fn() });
  const published = async () => (await ask(database)).siteId;
  const unpublish = (siteIds: string[]) =>
    database.site.updateMany({ where: { id: { in: siteIds } }, data: { publishedPromptVersionId: null } });

  it('is read again after a pause, until that works', async () => {
    const siteId = await published();
    const failing = failingEngine(3);
    const options = { database, engine: failing, tokenizer: loadTokenizer(model), pauseMs: 1, ...told() };
    const prompts = new WarmPrompts(options);
    // Of a site that had none: there is nothing to let go of, nor to go back to.
    await prompts.site(siteId);
    await expect.poll(() => engine.stats().prefix.pinnedBlocks).toBeGreaterThan(0);
    expect(failing.pin).toHaveBeenCalledTimes(4);
    expect(options.onError.mock.calls).toEqual([[trouble], [trouble], [trouble]]);
    prompts.stop();
    await unpublish([siteId]);
  });

  it('keeps no other from being read, and is rehearsed when it has been', async () => {
    const siteIds = [await published(), await published()];
    const rehearsed: string[] = [];
    const options = { database, engine: failingEngine(2), tokenizer: loadTokenizer(model), pauseMs: 1, ...told() };
    const rehearse = async (siteId: string) => void rehearsed.push(siteId);
    const prompts = new WarmPrompts({ ...options, rehearse });
    await prompts.all();
    await expect.poll(() => rehearsed.toSorted()).toEqual(siteIds.toSorted());
    prompts.stop();
    await unpublish(siteIds);
  });

  it('is not read again where no slot has room for it, or its site is gone', async () => {
    const siteId = await published();
    const pin = vi.fn(async () => {
      throw new EngineError('prompt_too_long', 'too long');
    });
    const options = { database, engine: { ...failingEngine(0), pin }, tokenizer: loadTokenizer(model), ...told() };
    const prompts = new WarmPrompts({ ...options, pauseMs: 1 });
    await prompts.all();
    await prompts.site(siteId);
    await prompts.pinnedAgain();
    expect(pin).toHaveBeenCalledTimes(2);
    pin.mockRejectedValue(trouble);
    await prompts.site(siteId);
    await unpublish([siteId]);
    await expect.poll(() => options.onGone.mock.calls).toContainEqual([siteId]);
    const { length } = pin.mock.calls;
    await prompts.pinnedAgain();
    expect(pin).toHaveBeenCalledTimes(length);
    prompts.stop();
  });
});

it('a rehearsal that never ends keeps no worker from starting', async () => {
  const { siteId } = await ask(database);
  const rehearsed: string[] = [];
  const prompts = new WarmPrompts({
    ...{ database, engine, tokenizer: loadTokenizer(model), onWarm: vi.fn(), onGone: vi.fn(), onError: vi.fn() },
    rehearse: (id) => {
      rehearsed.push(id);
      return new Promise<never>(() => {});
    },
  });
  await prompts.all();
  expect(rehearsed).toHaveLength(1);
  await database.site.update({ where: { id: siteId }, data: { publishedPromptVersionId: null } });
}, 20_000);

it('reads a prompt ahead when it is published, and keeps of each site the last one, until it is removed', async () => {
  const tokenizer = loadTokenizer(model);
  const { siteId } = await ask(database);
  const onError = vi.fn();
  const onGone = vi.fn();
  const prompts = new WarmPrompts({ database, engine, tokenizer, onWarm: vi.fn(), onGone, onError });
  const publish = async (systemPrompt: string) => {
    await publishPromptVersion(database, { siteId, systemPrompt });
    await prompts.site(siteId);
    const published = { siteId, answerMode: 'plain' as const, siteName: 'Fernway', systemPrompt };
    return Math.floor(sharedIds(published, tokenizer).length / 16);
  };
  const pinned = () => engine.stats().prefix.pinnedBlocks;
  const first = await publish('Shipping takes three days. '.repeat(6));
  expect(pinned()).toBe(first);
  const second = await publish('Returns are free for thirty days. '.repeat(12));
  expect(second).toBeGreaterThan(first);
  expect(pinned()).toBe(second);
  // The same again, and one that is rolled back to.
  await prompts.site(siteId);
  expect(pinned()).toBe(second);
  expect(await publish('Shipping takes three days. '.repeat(6))).toBe(first);
  // One that nobody told of, and then that the site is gone.
  await publishPromptVersion(database, { siteId, systemPrompt: 'Returns are free for thirty days. '.repeat(12) });
  await prompts.pinnedAgain();
  expect(pinned()).toBe(second);
  expect(await publish('Shipping takes three days. '.repeat(6))).toBe(first);
  expect(pinned()).toBe(first);
  await database.site.update({ where: { id: siteId }, data: { removedAt: new Date() } });
  await prompts.pinnedAgain();
  expect(pinned()).toBe(0);
  expect(onGone).toHaveBeenCalledWith(siteId);
  expect(onError).not.toHaveBeenCalled();
  await database.site.update({ where: { id: siteId }, data: { publishedPromptVersionId: null } });
});

it('pins what a site publishes in the place of what it had, though that takes more than half of the cache', async () => {
  const tokenizer = loadTokenizer(model);
  const { siteId } = await ask(database);
  const of = (systemPrompt: string) => ({ siteId, answerMode: 'plain' as const, siteName: 'Fernway', systemPrompt });
  const texts = ['Shipping takes three days. ', 'Returns take thirty days. '].map((text) => text.repeat(6));
  const blocks = texts.map((text) => Math.floor(sharedIds(of(text), tokenizer).length / 16));
  // As much as an engine takes by default.
  const blockBytes = 2 ** 29 / engine.stats().prefix.budgetBlocks;
  const small = await createEngine({
    ...{ modelPath: model.modelPath, architecture: model.manifest.architecture, threads: 1 },
    prefixCacheBytes: blockBytes * Math.ceil(Math.max(...blocks) * 1.5),
  });
  try {
    const told = { onWarm: vi.fn(), onGone: vi.fn(), onError: vi.fn() };
    const prompts = new WarmPrompts({ ...told, database, engine: small, tokenizer });
    for (const [place, systemPrompt] of texts.entries()) {
      await publishPromptVersion(database, { siteId, systemPrompt });
      await prompts.site(siteId);
      expect(small.stats().prefix.pinnedBlocks).toBe(blocks[place]);
    }
    expect(told.onError).not.toHaveBeenCalled();
  } finally {
    await small.close();
    await database.site.update({ where: { id: siteId }, data: { publishedPromptVersionId: null } });
  }
});

it.each([
  ['that find no room are read all the same', { blocks: 10, pinnedBlocks: 6 }, { pins: 0, reads: 1 }],
  [
    'are pinned where others were forgotten, whose memory is still there',
    { blocks: 1, pinnedBlocks: 1 },
    { pins: 1, reads: 0 },
  ],
])('prompts %s', async (_, taken, expected) => {
  const { siteId } = await ask(database);
  const kept = { askedTokens: 0, hitTokens: 0, bytes: 100, budgetBlocks: 10, evictedBlocks: 0, ...taken };
  const stats = () => ({ running: 0, waiting: 0, prefix: { ...kept, savedMs: 0 } });
  const [pin, warm] = [vi.fn(async () => ({ tokens: 16, release: () => {} })), vi.fn()];
  const options = {
    database,
    engine: { pin, warm, stats },
    tokenizer: loadTokenizer(model),
    onWarm: vi.fn(),
    onGone: vi.fn(),
    onError: vi.fn(),
  };
  await new WarmPrompts(options).site(siteId);
  expect(options.onError).not.toHaveBeenCalled();
  expect({ pins: pin.mock.calls.length, reads: warm.mock.calls.length }).toEqual(expected);
  await database.site.update({ where: { id: siteId }, data: { publishedPromptVersionId: null } });
});

it('begins with the sites for which most answers are made, and pins no more than 16', async () => {
  const most = 16;
  const hour = new Date();
  const siteIds: string[] = [];
  for (let made = 0; made <= most; made += 1) {
    const { siteId } = await ask(database);
    // Those that published last are asked least.
    await database.serviceHour.create({ data: { siteId, hour, answered: 200 - made, cached: 100 } });
    siteIds.push(siteId);
  }
  const { siteId: fromCache } = await ask(database);
  await database.serviceHour.create({ data: { siteId: fromCache, hour, answered: 1_000, cached: 1_000 } });
  const rehearsed: string[] = [];
  const pin = vi.spyOn(engine, 'pin');
  const prompts = new WarmPrompts({
    ...{ database, engine, tokenizer: loadTokenizer(model), onWarm: vi.fn(), onGone: vi.fn() },
    rehearse: async (siteId) => void rehearsed.push(siteId),
    onError: unexpected,
  });
  await prompts.all();
  await expect.poll(() => rehearsed, { timeout: 30_000 }).toEqual(siteIds.slice(0, most));
  expect(pin).toHaveBeenCalledTimes(most);
  // Nor when another one publishes; one of the 16 keeps its place.
  await prompts.site(siteIds[most] as string);
  expect(pin).toHaveBeenCalledTimes(most);
  await prompts.site(siteIds[0] as string);
  expect(pin).toHaveBeenCalledTimes(most + 1);

  // Where nothing is kept, the others are not read for nothing.
  const warm = vi.fn(async () => {});
  const { prefix } = engine.stats();
  const stats = () => ({ running: 0, waiting: 0, prefix: { ...prefix, blocks: 0, pinnedBlocks: 0, budgetBlocks: 0 } });
  const told = { onWarm: vi.fn(), onGone: vi.fn(), onError: vi.fn() };
  const keepsNothing = new WarmPrompts({
    ...{ ...told, database, tokenizer: loadTokenizer(model), engine: { pin: engine.pin, warm, stats } },
  });
  await keepsNothing.all();
  // It comes after what has begun by now.
  await keepsNothing.site(siteIds[0] as string);
  expect(warm).toHaveBeenCalledTimes(most + 1);
  await database.site.updateMany({ where: { id: { in: siteIds } }, data: { publishedPromptVersionId: null } });
}, 60_000);
