import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedPassages } from './embed-passages.ts';
import { type Embedder, loadEmbedder } from './embedder.ts';
import { PassageIndex } from './passage-index.ts';
import { retrieve } from './retriever.ts';

const dir = process.env.EMBEDDING_DIR;

describe.skipIf(!dir)('with the real embedding model (EMBEDDING_DIR)', () => {
  let embedder: Embedder;
  let index: PassageIndex;
  const passages = [
    { id: 'returns', title: 'Returns', sentences: ['Send items back within 30 days.', 'We pay the label.'] },
    { id: 'area', title: '', sentences: ['We deliver in two days to Ireland and the Netherlands only.'] },
    { id: 'hours', title: 'Visit us', sentences: ['Our shop is open from Monday to Saturday, 9 am to 6 pm.'] },
    { id: 'vouchers', title: '', sentences: ['Gift cards never expire.'] },
  ];
  beforeAll(async () => {
    embedder = await loadEmbedder(dir as string);
    const vectors = await embedPassages(embedder, passages);
    index = new PassageIndex(
      passages.map((passage, place) => ({ ...passage, vectors: vectors[place] as (typeof vectors)[number] })),
    );
  });
  afterAll(() => embedder.close());

  it('gives the vectors that PyTorch gives for the adapted weights in fp32', async () => {
    const [question, area] = await embedder.embed(
      ['Do you ship to Germany?', 'We deliver in two days to Ireland and the Netherlands only.'],
      'question',
    );
    const cosine = question?.reduce((sum, value, place) => sum + value * (area?.[place] ?? 0), 0);
    expect(cosine).toBeCloseTo(0.472, 2);
  });

  it.each([
    ['Do you ship to Germany?', 'area'],
    ['who pays for sending something back?', 'returns'],
    ['are you open at the weekend', 'hours'],
    ['how long is a voucher valid?', 'vouchers'],
  ])('%s: %s', async (question, id) => {
    expect((await retrieve(embedder, index, { question })).passages[0]?.id).toBe(id);
  });

  it('looks a follow-up up with the question before', async () => {
    const found = await retrieve(embedder, index, {
      question: 'and on Tuesday?',
      previousQuestion: 'When is your shop open?',
      limit: 1,
    });
    expect(found).toMatchObject({ dependsOnPrevious: true, passages: [{ id: 'hours' }] });
    const alone = await retrieve(embedder, index, { question: 'Do gift cards expire?', previousQuestion: 'Hi' });
    expect(alone.dependsOnPrevious).toBe(false);
  });
});
