import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnswerText, applyWords, emptyAnswerText, gapPosition, type Words } from './answer-text.ts';

const words = (position: number, text: string): Words => ({ generationId: 'g', position, text });
const applyAll = (pieces: readonly Words[]): AnswerText => pieces.reduce(applyWords, emptyAnswerText);

describe('applyWords', () => {
  test.each([
    { name: 'in order', pieces: [words(0, 'Hello'), words(5, ' you')], text: 'Hello you', gap: null },
    { name: 'a repeat', pieces: [words(0, 'Hello'), words(0, 'Hello')], text: 'Hello', gap: null },
    { name: 'an old part', pieces: [words(0, 'Hello'), words(1, 'ell')], text: 'Hello', gap: null },
    { name: 'an overlap', pieces: [words(0, 'Hello'), words(3, 'lo you')], text: 'Hello you', gap: null },
    { name: 'a gap', pieces: [words(0, 'He'), words(5, ' you')], text: 'He', gap: 2 },
    { name: 'a filled gap', pieces: [words(0, 'He'), words(5, ' you'), words(2, 'llo')], text: 'Hello you', gap: null },
    { name: 'no beginning yet', pieces: [words(3, 'lo')], text: '', gap: 0 },
    {
      name: 'two gaps, one filled',
      pieces: [words(8, 'u'), words(0, 'He'), words(4, 'o y'), words(2, 'll')],
      text: 'Hello y',
      gap: 7,
    },
    { name: 'nothing', pieces: [words(0, '')], text: '', gap: null },
  ])('$name', ({ pieces, text, gap }) => {
    const answer = applyAll(pieces);
    expect(answer.text).toBe(text);
    expect(gapPosition(answer)).toBe(gap);
  });

  test('returns the same object when nothing changed', () => {
    const answer = applyAll([words(0, 'Hello')]);
    expect(applyWords(answer, words(2, 'l'))).toBe(answer);
  });

  test('any order, repetition and overlap of the pieces gives the same text, and only ever adds to it', () => {
    const cutTexts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).chain((text) =>
      fc.record({
        text: fc.constant(text),
        cuts: fc.array(fc.nat(text.length), { maxLength: 12 }),
        extra: fc.array(fc.tuple(fc.nat(text.length), fc.nat(text.length)), { maxLength: 8 }),
        order: fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
      }),
    );
    fc.assert(
      fc.property(cutTexts, ({ text, cuts, extra, order }) => {
        const edges = [0, ...[...cuts].sort((a, b) => a - b), text.length];
        const whole = edges.slice(1).map((end, i) => [edges[i] ?? 0, end] as const);
        const repeated = extra.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
        const pieces = [...whole, ...repeated]
          .map(([from, to], i) => ({ piece: words(from, text.slice(from, to)), rank: order[i] ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ piece }) => piece);

        let answer = emptyAnswerText;
        for (const piece of pieces) {
          const next = applyWords(answer, piece);
          expect(next.text.startsWith(answer.text)).toBe(true);
          answer = next;
        }
        expect(answer).toEqual({ text, ahead: [] });
      }),
      { numRuns: 500 },
    );
  });
});
