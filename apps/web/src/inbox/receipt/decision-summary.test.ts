import type { AnswerReceipt } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { decisionSummary, webLink } from './decision-summary.ts';

const passage = (quoted: boolean) => ({ id: `${quoted}`, title: 'Returns', url: null, score: 0.7, quoted });
const stopped = (tokens: number): Pick<AnswerReceipt, 'unfinished'> => ({
  unfinished: { state: 'cancelled', code: 'generation_cancelled', because: null, tokens },
});
const receipt: AnswerReceipt = { mode: 'quote', confidence: 0.924, found: [], stale: false, guarded: false };

test.each<[Partial<AnswerReceipt>, string]>([
  [{ found: [passage(true), passage(false)] }, 'Word for word · 92% sure · 1 of 2 passages quoted'],
  [{ found: [passage(true)] }, 'Word for word · 92% sure · 1 of 1 passage quoted'],
  [
    { found: [passage(false)], confidence: 0.2 },
    'A prepared reply · 20% sure that the facts answer it · 1 passage found',
  ],
  [{}, 'A prepared reply · 92% sure that the facts answer it'],
  [{ mode: 'phrase', confidence: null }, 'Own words, guarded'],
  [{ mode: 'approved', confidence: null }, 'Approved answer, word for word'],
  [
    { keptSince: '2026-03-18T12:00:00.000Z' },
    'From the answer cache · A prepared reply · 92% sure that the facts answer it',
  ],
  [{ fromServer: true, confidence: null }, 'What the site’s own server said, word for word'],
  [{ ...stopped(0), mode: 'none', confidence: null }, 'Nothing was said'],
  [{ ...stopped(1), confidence: null }, '1 token said'],
  [{ ...stopped(12), confidence: null, found: [passage(false)] }, '12 tokens said · 1 passage found'],
  [{ mode: 'one of a newer gateway', confidence: null }, 'one of a newer gateway'],
])('%j', (more, text) => {
  expect(decisionSummary({ ...receipt, ...more })).toEqual({ text, marks: [] });
});

test('says what is out of the ordinary', () => {
  const { marks } = decisionSummary({ ...receipt, stale: true, guarded: true });
  expect(marks.map(({ label }) => label)).toEqual(['Stale', 'Guarded']);
});

test.each([
  ['https://shop.example/a', 'https://shop.example/a'],
  ['javascript:alert(1)', null],
  ['https://', null],
  [null, null],
])('a link to %s', (url, href) => {
  expect(webLink(url)).toBe(href);
});
