import { describe, expect, it } from 'vitest';
import type { Embedder } from './embedder.ts';
import type { Judge } from './judge.ts';
import type { MessageReader } from './message-reader.ts';
import { PassageIndex } from './passage-index.ts';
import { retrieve } from './retriever.ts';
import { roundVector } from './rounded-vector.ts';

/** A text's vector points where its first letter stands in the alphabet. */
const vectorOf = (text: string) => {
  const turn = (text.toLowerCase().charCodeAt(0) - 97) / 8;
  return Float32Array.of(Math.cos(turn), Math.sin(turn));
};
const vectorsOf = (text: string) => {
  const vector = roundVector(vectorOf(text));
  return { passage: vector, sentences: [vector] };
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
    vectors: vectorsOf(word),
  })),
);
const ids = (passages: readonly { id: string }[]) => passages.map(({ id }) => id);

/** Reads every message as a question, more or less; and what it was asked. */
function reader(): { messageReader: MessageReader; messages: string[] } {
  const messages: string[] = [];
  const kindsOf: MessageReader['kindsOf'] = async (message) => {
    messages.push(message);
    return { ask: 0.8, thanks: 0.2 };
  };
  return { messageReader: { kindsOf, close: async () => {} }, messages };
}

it('takes the order of vectors where there is no judge', async () => {
  const found = await retrieve({ embedder }, index, { question: 'apricot' });
  expect(ids(found.passages)).toEqual(['apple', 'berry', 'cherry']);
  const [apple, , cherry] = found.passages.map(({ score }) => score);
  expect(apple).toBeGreaterThan(0.99);
  expect(cherry).toBeCloseTo(1 / (1 + Math.exp(7 - 13 * Math.cos(2 / 8))), 2);
  expect(found.kinds).toBeNull();
});

describe('a judge', () => {
  function judgeBy(
    logOddsOf: (passage: string) => number,
    waiting = 0,
  ): {
    judge: Judge;
    requests: [string, readonly string[]][];
  } {
    const requests: [string, readonly string[]][] = [];
    const judge: Judge = {
      waiting,
      judge: async (question, passages) => {
        requests.push([question, passages]);
        return passages.map(logOddsOf);
      },
      close: async () => {},
    };
    return { judge, requests };
  }
  const asked = { question: 'apricot' };

  it('reads the five nearest, and can turn them round', async () => {
    const { judge, requests } = judgeBy((passage) => (passage.startsWith('cherry') ? 3 : -7));
    const found = await retrieve({ embedder, judge }, index, { ...asked, limit: 6 });
    expect(requests).toEqual([['apricot', ['apple.', 'Fruit: berry.', 'cherry.', 'date.', 'elder.']]]);
    expect(ids(found.passages)).toEqual(['cherry', 'apple', 'berry', 'date', 'elder', 'fig']);
    const [cherry, , , , elder = 1, fig = 1] = found.passages.map(({ score }) => score);
    expect(cherry).toBeCloseTo(1 / (1 + Math.exp(-3 - 10 * (Math.cos(2 / 8) - 0.5))), 4);
    // Unread, it must not stand before what was read and found wanting, nor have a better score.
    expect(fig).toBeLessThanOrEqual(elder);
  });

  it('reads nothing that is far behind the first', async () => {
    const { judge, requests } = judgeBy(() => -1);
    const far = await PassageIndex.make(
      ['apple', 'hazel'].map((word) => ({
        ...{ id: word, title: '', sentences: [`${word}.`] },
        vectors: vectorsOf(word),
      })),
    );
    const found = await retrieve({ embedder, judge }, far, asked);
    expect(requests).toEqual([['apricot', ['apple.']]]);
    expect(ids(found.passages)).toEqual(['apple', 'hazel']);
  });

  it('has its say on more passages than are wanted', async () => {
    const { judge } = judgeBy((passage) => (passage.startsWith('cherry') ? 3 : -7));
    const found = await retrieve({ embedder, judge }, index, { ...asked, limit: 1 });
    expect(ids(found.passages)).toEqual(['cherry']);
  });

  it.each([
    [3, 5],
    [4, 1],
  ])('reads fewer passages of a question where others wait: %i before it, %i read', async (waiting, read) => {
    const { judge, requests } = judgeBy(() => 3, waiting);
    const found = await retrieve({ embedder, judge }, index, asked);
    expect(requests[0]?.[1]).toHaveLength(read);
    expect(found.isHurried).toBe(read === 1);
    const [first = 0, second = 0] = found.passages.map(({ score }) => score);
    expect(second).toBeLessThan(first);
    if (read === 1) expect(second).toBeCloseTo(1 / (1 + Math.exp(2 - 10 * (Math.cos(1 / 8) - 0.5))), 2);
  });

  it('is not asked where no passage comes near', async () => {
    const { judge, requests } = judgeBy(() => 5);
    const found = await retrieve({ embedder, judge }, index, { question: 'zebra' });
    expect(requests).toEqual([]);
    expect(found.passages).toHaveLength(3);
    expect(found.passages[0]?.score).toBeLessThan(0.001);
  });

  it('reads a follow-up with the question before it', async () => {
    const { judge, requests } = judgeBy(() => 0);
    const followUp = { question: 'and on Sunday?', previousQuestion: 'Are you open?' };
    const found = await retrieve({ embedder, judge }, index, followUp);
    expect(found.dependsOnPrevious).toBe(true);
    expect(requests[0]?.[0]).toBe('Are you open? and on Sunday?');
  });

  it.each([
    ['nothing answers it alone', -9, 4, 'Booking? apricot', true],
    ['something does', 9, 9, 'apricot', false],
    ['nothing answers it behind that either', -9, -8, 'apricot', false],
    ['no more does behind that', -5, -6, 'apricot', false],
  ])(
    'reads what no word ties to the question before behind that, too, where %s',
    async (_, alone, behind, read, leans) => {
      const requests: string[] = [];
      const judge: Judge = {
        waiting: 0,
        judge: async (question, passages) => {
          requests.push(question);
          return passages.map(() => (question === 'apricot' ? alone : behind));
        },
        close: async () => {},
      };
      const found = await retrieve({ embedder, judge }, index, { ...asked, previousQuestion: 'Booking?' });
      expect(found.dependsOnPrevious).toBe(leans);
      expect(requests).toEqual(alone > 0 ? ['apricot'] : ['apricot', 'Booking? apricot']);
      const { passages } = await retrieve({ embedder, judge }, index, { question: read, previousQuestion: undefined });
      expect(found.passages[0]?.score).toBe(passages[0]?.score);
    },
  );
});

it.each([
  ['thanks', false],
  ['unclear', true],
])('a message that is surely %s leans on the question before: %s', async (kind, leans) => {
  const judge: Judge = {
    waiting: 0,
    judge: async (question, passages) => passages.map(() => (question === 'apricot' ? -9 : 4)),
    close: async () => {},
  };
  const messageReader: MessageReader = { kindsOf: async () => ({ [kind]: 0.95 }), close: async () => {} };
  const asked = { question: 'apricot', previousQuestion: 'Booking?' };
  const found = await retrieve({ embedder, judge, messageReader }, index, asked);
  expect(found.dependsOnPrevious).toBe(leans);
});

it('a sound is not looked up behind the question before', async () => {
  const { messageReader } = reader();
  const judge: Judge = {
    waiting: 0,
    judge: async (question, passages) => passages.map(() => (question === 'huh?' ? -9 : 4)),
    close: async () => {},
  };
  const asked = { question: 'huh?', previousQuestion: 'Apricot?' };
  expect((await retrieve({ embedder, judge, messageReader }, index, asked)).dependsOnPrevious).toBe(false);
});

it('of a passage that was said in part the rest is the likelier one', async () => {
  const sentences = ['Monthly pass: £39.', 'Season pass: £290.'];
  const passes = await PassageIndex.make([
    {
      id: 'passes',
      title: '',
      sentences,
      vectors: { passage: roundVector(vectorOf('p')), sentences: sentences.map(() => roundVector(vectorOf('p'))) },
    },
  ]);
  const scores = async (previousAnswer: string) => {
    const asked = { question: 'and the season pass?', previousQuestion: 'Monthly pass?', previousAnswer };
    const [found] = (await retrieve({ embedder }, passes, asked)).passages;
    return found?.sentences.map(({ score }) => score) ?? [];
  };
  const [monthly = 0, season = 0] = await scores('Here is what I know: Monthly pass: £39.');
  expect(season - monthly).toBeCloseTo(0.3);
  const [first = 0, second = 1] = await scores('We have two.');
  expect(first).toBe(second);
});

it.each([
  ['a follow-up', 'and on Sunday?', ['berry', 'cherry', 'apple']],
  ['what is asked for itself', 'apricot', ['apple', 'berry', 'cherry']],
])('what was just said stands behind, for %s', async (_, question, expected) => {
  const judge: Judge = { waiting: 0, judge: async () => [3, 2, 1, -1, -2], close: async () => {} };
  const before = { previousQuestion: 'Are you open?', previousAnswer: 'Here is what I know: apple.' };
  const found = await retrieve({ embedder, judge }, index, { question, ...before });
  expect(ids(found.passages)).toEqual(expected);
});

describe('a first passage of several sentences', () => {
  const passages = [
    { id: 'suits', title: 'Cleaning', sentences: ['Suit: £15.', 'Suit of three: £19.', 'Coat: £14.'] },
    { id: 'post', title: '', sentences: ['We post it.', 'It takes a day.', 'It costs £3.', 'Ask us.'] },
    { id: 'pair', title: '', sentences: ['Shoes: £9.', 'Boots: £12.'] },
  ].map((one) => ({
    ...one,
    vectors: { ...vectorsOf('a'), sentences: one.sentences.map(() => vectorsOf('a').passage) },
  }));
  const judgeOf = (logOddsOf: (text: string) => number) => {
    const read: string[][] = [];
    const judge: Judge = {
      waiting: 0,
      judge: async (_, texts) => {
        read.push([...texts]);
        return texts.map(logOddsOf);
      },
      close: async () => {},
    };
    return { judge, read };
  };
  const ask = async (judge: Judge) =>
    (await retrieve({ embedder, judge }, await PassageIndex.make(passages), { question: 'apricot' })).passages;

  it('is read sentence by sentence: the best one is said, as surely as it answers', async () => {
    const { judge, read } = judgeOf((text) =>
      text === 'Cleaning: Suit of three: £19.' ? 5 : text.includes('Suit:') ? 1 : -3,
    );
    const [first] = await ask(judge);
    expect(read.slice(1)).toEqual([['Cleaning: Suit: £15.', 'Cleaning: Suit of three: £19.', 'Cleaning: Coat: £14.']]);
    expect(first?.id).toBe('suits');
    const [suit = 0, three = 0] = first?.sentences.map(({ score }) => score) ?? [];
    expect(three - suit).toBeGreaterThan(0.5);
    const { judge: whole } = judgeOf((text) => (text.includes('Suit') ? 1 : -3));
    const [less] = await ask(whole);
    expect(first?.score).toBeGreaterThan(less?.score ?? 1);
  });

  it('gives way where none of them answers, and one of two is said with the other', async () => {
    const { judge, read } = judgeOf((text) =>
      text.includes('Suit:') && text.includes('Coat:') ? 3 : text.includes('Boots') ? 1 : -4,
    );
    expect(ids(await ask(judge))[0]).toBe('pair');
    expect(read.map(({ length }) => length)).toEqual([3, 3]);
  });
});

describe('a message that asks several things', () => {
  const judgeOf = (waiting: () => number) => {
    const requests: string[] = [];
    const judge: Judge = {
      get waiting() {
        return waiting();
      },
      judge: async (question, passages) => {
        requests.push(question);
        return passages.map((passage) => (passage.startsWith(question.at(0) ?? '') ? 4 : -3));
      },
      close: async () => {},
    };
    return { judge, requests };
  };
  const message = { question: 'do you sell apples, and how much are they? can I buy figs?' };

  it('has each looked up, with the one before it where it leans on that', async () => {
    const { judge, requests } = judgeOf(() => 0);
    const found = await retrieve({ embedder, judge }, index, { ...message, previousQuestion: 'hi' });
    const parts = ['do you sell apples', 'how much are they?', 'can I buy figs?'];
    expect(requests).toEqual([message.question, parts[0], `${parts[0]} ${parts[1]}`, parts[2]]);
    expect(found.parts.map(({ question }) => question)).toEqual(parts);
    expect(found.parts.map(({ passages }) => passages[0]?.id)).toEqual(['date', 'date', 'cherry']);
    expect(found.question).toBe(message.question);
    // What answers the first may answer the second, too, but less likely so.
    const [first = 0, second = 0] = found.parts.map(({ passages }) => passages[0]?.score);
    const logOdds = (score: number) => Math.log(score / (1 - score));
    expect(logOdds(first) - logOdds(second)).toBeCloseTo(2, 1);
  });

  it('is looked up as a whole alone where others wait, and where it asks one thing', async () => {
    const { judge, requests } = judgeOf(() => 4);
    expect((await retrieve({ embedder, judge }, index, message)).parts).toEqual([]);
    expect(requests).toEqual([message.question]);
    // Others came meanwhile.
    const later = judgeOf(() => (later.requests.length < 2 ? 0 : 4));
    const found = await retrieve({ embedder, judge: later.judge }, index, message);
    expect([found.parts, found.isHurried, later.requests.length]).toEqual([[], true, 3]);
    expect((await retrieve({ embedder }, index, { question: 'apricot' })).parts).toEqual([]);
  });
});

it('a message that tells more than it asks is looked up once more by its question, with what was told last if it leans on that', async () => {
  const requests: string[] = [];
  const judge: Judge = {
    waiting: 0,
    judge: async (question, passages) => {
      requests.push(question);
      return passages.map(() => 0);
    },
    close: async () => {},
  };
  const story =
    'We came by train, it rained all week, my sister lost her umbrella on the way, and we bought a basket of apples.';
  const lookUp = async (question: string) => (await retrieve({ embedder, judge }, index, { question })).parts;
  expect(await lookUp(`${story} Can I buy figs?`)).toMatchObject([{ question: 'Can I buy figs?' }]);
  expect(await lookUp(`Hi. ${story} How long do they keep?`)).toMatchObject([{ question: 'How long do they keep?' }]);
  // Nothing is near to what begins with "We": of the first message the judge reads the question alone.
  expect(requests).toEqual([
    'Can I buy figs?',
    `Hi. ${story} How long do they keep?`,
    `${story} How long do they keep?`,
  ]);
});

it('all that was just said stands behind, where several things were', async () => {
  const judge: Judge = { waiting: 0, judge: async () => [3, 2.5, 1, -1, -2], close: async () => {} };
  const before = { previousQuestion: 'Are you open?', previousAnswer: 'Here is what I know: apple. berry.' };
  const found = await retrieve({ embedder, judge }, index, { question: 'and the fruit?', ...before });
  const apart = await retrieve({ embedder, judge }, index, {
    question: 'and the fruit?',
    previousQuestion: 'Are you open?',
  });
  expect(ids(apart.passages).slice(0, 2)).not.toEqual(ids(found.passages).slice(0, 2));
});

it('the same words under two titles are not taken for what was said', async () => {
  const passages = ['Saturday', 'Sunday'].map((title) => ({
    ...{ id: title, title, sentences: ['9 am to 5 pm.'] },
    vectors: vectorsOf('a'),
  }));
  const twice = await PassageIndex.make(passages);
  const judge: Judge = { waiting: 0, judge: async () => [1, 1], close: async () => {} };
  const before = { previousQuestion: 'Are you open on Saturday?', previousAnswer: '9 am to 5 pm.' };
  const found = await retrieve({ embedder, judge }, twice, { question: 'and on Sunday?', ...before });
  expect(found.passages[0]?.score).toBeGreaterThan(0.5);
});

it('tells the kind of a follow-up by what was written, without the question before', async () => {
  const { messageReader, messages } = reader();
  const asked = { question: 'and on Sunday?', previousQuestion: 'Are you open?' };
  const found = await retrieve({ embedder, messageReader }, index, asked);
  expect(messages).toEqual(['and on Sunday?']);
  expect(found.kinds).toEqual({ ask: 0.8, thanks: 0.2 });
});

it('reads nothing where there is nothing', async () => {
  const { messageReader, messages } = reader();
  const found = await retrieve({ embedder, messageReader }, await PassageIndex.make([]), { question: 'apricot' });
  const asked = { question: 'apricot', previousQuestion: undefined };
  expect(found).toEqual({
    ...asked,
    isInOwnWords: false,
    dependsOnPrevious: false,
    passages: [],
    parts: [],
    isHurried: false,
    vector: null,
    kinds: null,
  });
  expect(messages).toEqual([]);
});

it('reads misspelled words as the site spells them', async () => {
  const { messageReader, messages } = reader();
  const asked = { question: 'chery aprikot and grape?', previousQuestion: 'no elderr?' };
  const found = await retrieve({ embedder, messageReader }, index, asked);
  expect(found).toMatchObject({ question: 'cherry aprikot and grape?', previousQuestion: 'no elderr?' });
  expect(messages).toEqual(['cherry aprikot and grape?']);
  expect(found.isInOwnWords).toBe(false);
  const own = await retrieve({ embedder }, index, { question: 'chery' });
  expect(own).toMatchObject({ question: 'cherry', isInOwnWords: true });
});

it('takes English words beside one of the site for its language', async () => {
  const cakes = await PassageIndex.make([
    { id: 'cakes', title: '', sentences: ['Celebration cakes to order.'], vectors: vectorsOf('celebration') },
  ]);
  const inOwnWords = async (question: string, language?: string) =>
    (await retrieve({ embedder }, cakes, { question, language })).isInOwnWords;
  expect(await inOwnWords('birthday cake')).toBe(true);
  expect(await inOwnWords('aprikot cake')).toBe(false);
  expect(await inOwnWords('birthday party')).toBe(false);
  // Only of English the embedder knows which words there are.
  expect(await inOwnWords('birthday cake', 'fr')).toBe(false);
});

it('reads words of a language other than English as they are written', async () => {
  const asked = { question: 'chery?', previousQuestion: 'no chery' };
  expect(await retrieve({ embedder }, index, { ...asked, language: 'fr' })).toMatchObject(asked);
});
