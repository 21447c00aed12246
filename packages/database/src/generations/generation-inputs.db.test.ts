import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useAskedSite } from '../testing/asked-site.ts';
import { newSite } from '../testing/test-site.ts';
import { readGenerationInput, readPromptMaterial, storeGenerationInput } from './generation-inputs.ts';
import { publishPromptVersion } from './prompt-versions.ts';

const { database, siteId, ask } = await useAskedSite();

describe('the generation input', () => {
  it('is stored once, by whoever is first, and never changed', async () => {
    const asked = await ask();
    const version = await publishPromptVersion(database, { siteId, systemPrompt: 'Returns: 30 days.' });
    const input = {
      generationId: asked.generationId,
      siteId,
      promptVersionId: version.id,
      modelHash: 'm',
      tokenizerHash: 't',
      mode: 'phrase',
      temperature: 0.2,
      topP: 0.9,
      maxTokens: 400,
      seed: 7,
      promptIds: [1, 2, 3],
      grounding: null,
      passageIds: [],
      knowledgeVersion: 0,
    };
    expect(await readGenerationInput(database, asked.generationId)).toBeNull();
    const stored = await Promise.all(
      [7, 8, 9].map((seed) => storeGenerationInput(database, { ...input, seed, promptIds: [seed] })),
    );
    expect(new Set(stored.map(({ seed }) => seed)).size).toBe(1);
    expect(stored[0]?.promptIds).toEqual([stored[0]?.seed]);
    const { generationId } = asked;
    await expect(database.generationInput.update({ where: { generationId }, data: { seed: 10 } })).rejects.toThrow();
    expect(await readGenerationInput(database, generationId)).toEqual(stored[0]);
  });

  it('is built from the newest published prompt and the conversation up to the question', async () => {
    const asked = await ask();
    await publishPromptVersion(database, { siteId, systemPrompt: 'old' });
    const version = await publishPromptVersion(database, { siteId, systemPrompt: 'new' });
    await database.message.create({
      data: {
        siteId,
        conversationId: asked.conversationId,
        visitorId: asked.visitorId,
        role: 'visitor',
        text: 'asked before',
        createdAt: new Date(Date.now() - 60_000),
      },
    });
    expect(await readPromptMaterial(database, asked)).toEqual({
      ...{
        siteName: 'Test',
        answerMode: 'quote',
        caution: 'balanced',
        languages: ['en'],
        replyTexts: {},
        sampling: {},
        knowledgeVersion: 0,
        handsOver: true,
        orders: null,
      },
      promptVersionId: version.id,
      ...{ systemPrompt: 'new', systemText: null },
      history: [
        { role: 'visitor', text: 'asked before' },
        { role: 'visitor', text: 'How do I return an item?' },
      ],
    });
    await expect(readPromptMaterial(database, { ...asked, siteId: randomUUID() })).rejects.toThrow();
  });

  it('reads a long conversation from the start of a page, so that the next question finds the same beginning', async () => {
    const asked = await ask();
    await publishPromptVersion(database, { siteId, systemPrompt: 'p' });
    const { conversationId, visitorId } = asked;
    const begins: string[] = [];
    for (const [from, to] of [
      [0, 99],
      [99, 101],
      [101, 149],
      [149, 151],
    ] as const) {
      const data = Array.from({ length: to - from }, (_, index) => ({
        ...{ siteId, conversationId, visitorId, role: 'visitor' as const, text: `message ${from + index}` },
        createdAt: new Date(Date.now() - 1_000_000 + (from + index) * 1_000),
      }));
      await database.message.createMany({ data });
      const { history } = await readPromptMaterial(database, asked);
      expect(history.at(-1)?.text).toBe('How do I return an item?');
      expect(history.at(-2)?.text).toBe(`message ${to - 1}`);
      begins.push(history[0]?.text ?? '');
    }
    expect(begins).toEqual(['message 0', 'message 50', 'message 50', 'message 100']);
  });

  it('gives prompt versions rising numbers, also when two publish at once, and never changes one', async () => {
    const siteId = await newSite(database);
    const versions = await Promise.all(
      ['a', 'b', 'c'].map((systemPrompt) => publishPromptVersion(database, { siteId, systemPrompt })),
    );
    expect(versions.map(({ number }) => number).sort()).toEqual([1, 2, 3]);
    const id = versions[0]?.id ?? '';
    await expect(database.promptVersion.update({ where: { id }, data: { systemPrompt: 'x' } })).rejects.toThrow();
    expect(await database.promptVersion.findUnique({ where: { id } })).toEqual(versions[0]);
    await expect(publishPromptVersion(database, { siteId, systemPrompt: ' ' })).rejects.toThrow(/blank/);
  });
});
