import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedPassages } from './embed-passages.ts';
import { PassageIndex } from './passage-index.ts';
import { loadRetrievalModels, retrieve } from './retriever.ts';

const dir = process.env.EMBEDDING_DIR;

describe.skipIf(!dir)('with the real embedding model (EMBEDDING_DIR)', () => {
  let models: Awaited<ReturnType<typeof loadRetrievalModels>>;
  let index: PassageIndex;
  const passages = [
    { id: 'returns', title: 'Returns', sentences: ['Send items back within 30 days.', 'We pay the label.'] },
    { id: 'area', title: '', sentences: ['We deliver in two days to Ireland and the Netherlands only.'] },
    { id: 'hours', title: 'Visit us', sentences: ['Our shop is open from Monday to Saturday, 9 am to 6 pm.'] },
    { id: 'vouchers', title: '', sentences: ['Gift cards never expire.'] },
  ];
  beforeAll(async () => {
    models = await loadRetrievalModels(dir as string);
    const vectors = await embedPassages(models.embedder, passages);
    index = await PassageIndex.make(
      passages.map((passage, place) => ({ ...passage, vectors: vectors[place] as (typeof vectors)[number] })),
    );
  });
  afterAll(() => models.close());

  it('gives the vectors that PyTorch gives for the adapted weights of both networks in fp32', async () => {
    const passages = ['We deliver in two days to Ireland and the Netherlands only.', 'Gift cards never expire.'];
    const [question, ...others] = await models.embedder.embed(['Do you ship to Germany?', ...passages], 'question');
    const [area = 0, cards = 0] = others.map((other) =>
      question?.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0),
    );
    expect(Math.abs(area - 0.454)).toBeLessThan(0.02);
    expect(Math.abs(cards + 0.033)).toBeLessThan(0.02);
  });

  it.each([
    ['Do you ship to Germany?', 'ask'],
    ['where is my order 12345?', 'own-case'],
  ])('knows what kind of message it is: %s', async (message, kind) => {
    expect((await models.messageReader?.kindsOf(message))?.[kind]).toBeCloseTo(1, 1);
  });

  it('judges as PyTorch does with the judge in fp32, also what is too long', async () => {
    const passages = ['We deliver in two days to Ireland and the Netherlands only.', 'Gift cards never expire.'];
    const [area = 0, cards = 0] = (await models.judge?.judge('Do you ship to Germany?', passages)) ?? [];
    expect(Math.abs(area - 0.53)).toBeLessThan(0.5);
    expect(Math.abs(cards + 10.28)).toBeLessThan(0.5);
    const story = 'my parcel with the blue lamp has not arrived and I would like to know why '.repeat(6);
    const [long = 0] = (await models.judge?.judge(`${story}do you ship to Germany?`, passages.slice(0, 1))) ?? [];
    // Nobody asks like that: rounding counts for more.
    expect(Math.abs(long + 0.88)).toBeLessThan(1);
  });

  it.each([
    ['Do you ship to Germany?', 'area'],
    ['who pays for sending something back?', 'returns'],
    ['are you open at the weekend', 'hours'],
    ['how long is a voucher valid?', 'vouchers'],
  ])('%s: %s', async (question, id) => {
    expect((await retrieve(models, index, { question })).passages[0]?.id).toBe(id);
  });

  it('looks a follow-up up with the question before', async () => {
    const found = await retrieve(models, index, {
      question: 'and on Tuesday?',
      previousQuestion: 'When is your shop open?',
      limit: 1,
    });
    expect(found).toMatchObject({ dependsOnPrevious: true, passages: [{ id: 'hours' }] });
    const alone = await retrieve(models, index, { question: 'Do gift cards expire?', previousQuestion: 'Hi' });
    expect(alone.dependsOnPrevious).toBe(false);
  });
});
