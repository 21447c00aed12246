import { describe, expect, it } from 'vitest';
import type { Embedder } from './embedder.ts';
import type { Judge } from './judge.ts';
import { PassageIndex } from './passage-index.ts';
import type { Reranker, RerankRequest } from './reranker.ts';
import { retrieve } from './retriever.ts';

/** A text's vector points where its first letter stands in the alphabet. */
const vectorOf = (text: string) => {
  const turn = (text.toLowerCase().charCodeAt(0) - 97) / 8;
  return Float32Array.of(Math.cos(turn), Math.sin(turn));
};
const embedder: Embedder = {
  ...{ hash: 'letters', dimensions: 2 },
  embed: async (texts) => texts.map(vectorOf),
  knows: (word) => word !== 'aprikot' && word !== 'chery',
  close: async () => {},
};
const words = ['apple', 'berry', 'cherry', 'date', 'elder', 'fig', 'grape', 'hazel'];
const index = await PassageIndex.make(
  words.map((word) => ({
    ...{ id: word, title: word === 'berry' ? 'Fruit' : '', sentences: [`${word}.`] },
    vectors: { passage: vectorOf(word), sentences: [vectorOf(word)] },
  })),
);
const ids = (passages: readonly { id: string }[]) => passages.map(({ id }) => id);

function judgeBy(logOddsOf: (passage: string) => number): { reranker: Reranker; requests: RerankRequest[] } {
  const requests: RerankRequest[] = [];
  const judge: Reranker['judge'] = async (request) => {
    requests.push(request);
    return { logOdds: request.passages.map(logOddsOf), kinds: { ask: 0.8, thanks: 0.2 } };
  };
  return { reranker: { judge, close: async () => {} }, requests };
}

it('takes the order of vectors where there is no reranker', async () => {
  const found = await retrieve({ embedder }, index, { question: 'apricot' });
  expect(ids(found.passages)).toEqual(['apple', 'berry', 'cherry']);
  const [apple, , cherry] = found.passages.map(({ score }) => score);
  expect(apple).toBeGreaterThan(0.99);
  expect(cherry).toBeCloseTo(1 / (1 + Math.exp(7 - 13 * Math.cos(2 / 8))), 2);
  expect(found.kinds).toBeNull();
});

it('lets a reranker order the nearest, by the probability that they answer', async () => {
  const { reranker, requests } = judgeBy((passage) => (passage.startsWith('date') ? 3 : passage.length - 7));
  const found = await retrieve({ embedder, reranker }, index, { question: 'apricot' });
  expect(requests).toHaveLength(1);
  expect(requests[0]?.passages).toEqual(['apple.', 'Fruit: berry.', 'cherry.', 'date.', 'elder.']);
  expect(ids(found.passages)).toEqual(['berry', 'date', 'cherry']);
  const likeness = Math.cos(3 / 8);
  expect(found.passages[1]?.score).toBeCloseTo(1 / (1 + Math.exp(-3 - 4 * (likeness - 0.5))), 4);
  expect(found.kinds).toEqual({ ask: 0.8, thanks: 0.2 });
});

describe('a judge', () => {
  function judgeAgain(logOddsOf: (passage: string) => number): {
    judge: Judge;
    requests: [string, readonly string[]][];
  } {
    const requests: [string, readonly string[]][] = [];
    const judge: Judge = {
      judge: async (question, passages) => {
        requests.push([question, passages]);
        return passages.map(logOddsOf);
      },
      close: async () => {},
    };
    return { judge, requests };
  }
  const asked = { question: 'apricot' };

  it('reads the two best once more, and can turn them round', async () => {
    const { reranker } = judgeBy((passage) => (passage.startsWith('date') ? 6 : passage.length - 7));
    const { judge, requests } = judgeAgain((passage) => (passage.startsWith('date') ? 12 : -12));
    const found = await retrieve({ embedder, reranker, judge }, index, asked);
    expect(requests).toEqual([['apricot', ['Fruit: berry.', 'date.']]]);
    expect(ids(found.passages)).toEqual(['date', 'berry', 'cherry']);
    const [date = 0, berry = 1, cherry = 1] = found.passages.map(({ score }) => score);
    expect(date).toBeGreaterThan(0.9);
    expect(berry).toBeLessThan(0.5);
    // Unread, it had a better score than what was read and found wanting: whoever sorts by scores must not put it before.
    expect(cherry).toBeLessThanOrEqual(berry);
  });

  it('reads nothing that is far behind the first', async () => {
    const { reranker } = judgeBy((passage) => (passage.startsWith('date') ? 9 : 0));
    const { judge, requests } = judgeAgain(() => -1);
    const found = await retrieve({ embedder, reranker, judge }, index, asked);
    expect(requests).toEqual([['apricot', ['date.']]]);
    expect(found.passages[0]?.id).toBe('date');
    const scores = found.passages.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('is not asked where no passage comes near', async () => {
    const { reranker } = judgeBy(() => -20);
    const { judge, requests } = judgeAgain(() => 5);
    const found = await retrieve({ embedder, reranker, judge }, index, asked);
    expect(requests).toEqual([]);
    expect(found.passages[0]?.score).toBeLessThan(0.001);
  });

  it('reads a follow-up with the question before it', async () => {
    const { judge, requests } = judgeAgain(() => 0);
    const followUp = { question: 'and on Sunday?', previousQuestion: 'Are you open?' };
    await retrieve({ embedder, reranker: judgeBy(() => 0).reranker, judge }, index, followUp);
    expect(requests[0]?.[0]).toBe('Are you open? and on Sunday?');
  });
});

it('has five passages read at most', async () => {
  const { reranker, requests } = judgeBy(() => 0);
  const many = await PassageIndex.make(
    Array.from({ length: 12 }, (_, place) => ({
      ...{ id: `a${place}`, title: '', sentences: [`a${place}.`] },
      vectors: { passage: vectorOf('a'), sentences: [vectorOf('a')] },
    })),
  );
  await retrieve({ embedder, reranker }, many, { question: 'apricot' });
  expect(requests[0]?.passages).toHaveLength(5);
});

it('has a follow-up judged together with the question before, and its kind alone', async () => {
  const { reranker, requests } = judgeBy(() => 0);
  const asked = { question: 'and on Sunday?', previousQuestion: 'Are you open?' };
  const found = await retrieve({ embedder, reranker }, index, asked);
  expect(found.dependsOnPrevious).toBe(true);
  expect(requests[0]).toMatchObject({ message: 'and on Sunday?', question: 'Are you open? and on Sunday?' });
});

it('judges nothing where there is nothing', async () => {
  const { reranker, requests } = judgeBy(() => 0);
  const found = await retrieve({ embedder, reranker }, await PassageIndex.make([]), { question: 'apricot' });
  const asked = { question: 'apricot', previousQuestion: undefined };
  expect(found).toEqual({
    ...asked,
    isInOwnWords: false,
    dependsOnPrevious: false,
    passages: [],
    vector: null,
    kinds: null,
  });
  expect(requests).toEqual([]);
});

it('reads misspelled words as the site spells them', async () => {
  const { reranker, requests } = judgeBy(() => 0);
  const asked = { question: 'chery aprikot and grape?', previousQuestion: 'no elderr?' };
  const found = await retrieve({ embedder, reranker }, index, asked);
  expect(found).toMatchObject({ question: 'cherry aprikot and grape?', previousQuestion: 'no elderr?' });
  expect(requests[0]?.message).toBe('cherry aprikot and grape?');
  expect(found.isInOwnWords).toBe(false);
  const own = await retrieve({ embedder }, index, { question: 'chery' });
  expect(own).toMatchObject({ question: 'cherry', isInOwnWords: true });
});
