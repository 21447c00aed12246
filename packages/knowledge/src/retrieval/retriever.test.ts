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

  it('reads the three nearest, and can turn them round', async () => {
    const { reranker, requests: kinds } = judgeBy(() => 0);
    const { judge, requests } = judgeAgain((passage) => (passage.startsWith('cherry') ? 3 : -7));
    const found = await retrieve({ embedder, reranker, judge }, index, { ...asked, limit: 4 });
    expect(requests).toEqual([['apricot', ['apple.', 'Fruit: berry.', 'cherry.']]]);
    expect(kinds).toEqual([{ message: 'apricot', question: 'apricot', passages: [] }]);
    expect(found.kinds).toEqual({ ask: 0.8, thanks: 0.2 });
    expect(ids(found.passages)).toEqual(['cherry', 'apple', 'berry', 'date']);
    const [cherry, , berry = 1, date = 1] = found.passages.map(({ score }) => score);
    expect(cherry).toBeCloseTo(1 / (1 + Math.exp(-3 - 6 * (Math.cos(2 / 8) - 0.5))), 4);
    // Unread, it must not stand before what was read and found wanting, nor have a better score.
    expect(date).toBeLessThanOrEqual(berry);
  });

  it('reads nothing that is far behind the first', async () => {
    const { judge, requests } = judgeAgain(() => -1);
    const far = await PassageIndex.make(
      ['apple', 'hazel'].map((word) => ({
        ...{ id: word, title: '', sentences: [`${word}.`] },
        vectors: { passage: vectorOf(word), sentences: [vectorOf(word)] },
      })),
    );
    const found = await retrieve({ embedder, judge }, far, asked);
    expect(requests).toEqual([['apricot', ['apple.']]]);
    expect(ids(found.passages)).toEqual(['apple', 'hazel']);
    expect(found.kinds).toBeNull();
  });

  it('is not asked where no passage comes near', async () => {
    const { judge, requests } = judgeAgain(() => 5);
    const found = await retrieve({ embedder, judge }, index, { question: 'zebra' });
    expect(requests).toEqual([]);
    expect(found.passages).toHaveLength(3);
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
