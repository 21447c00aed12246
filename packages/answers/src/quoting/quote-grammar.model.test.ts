import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadTokenizer } from '@frontdesk/tokenizer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { demoSites } from '../../../../prisma/demo-sites/index.ts';
import { normalisePassage } from '../passage-text.ts';
import { repliesIn } from '../replies/reply-list.ts';
import { quotablesOf } from './quotable-passages.ts';
import { QuoteGrammar } from './quote-grammar.ts';

const read = (name: string) => readFileSync(path.join(process.env.MODEL_DIR ?? '', name), 'utf8');
const tokenizer = loadTokenizer({ tokenizerJson: read('tokenizer.json'), chatTemplate: read('chat_template.jinja') });
const decode = (ids: readonly number[]) => tokenizer.decode(ids);
const encode = (text: string) => tokenizer.encodeText(text);
const { leadIns, replies } = repliesIn('en', 'Fernway');

const businesses = path.resolve(import.meta.dirname, '../../../../e2e/answers/businesses');
const tested = readdirSync(businesses).flatMap((name) => {
  const { facts } = parse(readFileSync(path.join(businesses, name), 'utf8')) as { facts: { text: string }[] };
  return facts.map(({ text }) => text);
});
const facts = [...demoSites.flatMap((site) => site.facts.map(({ text }) => text)), ...tested];

function expectSeams(texts: readonly string[]) {
  const quotes = quotablesOf(texts.map((text, index) => ({ id: `${index}`, text, score: 1 })));
  for (const [index, { text }] of quotes.entries()) {
    const leadIn = leadIns[index % leadIns.length]?.text ?? '';
    const next = quotes[(index + 1) % quotes.length]?.text ?? '';
    expect([leadIn, ` ${text}`, ` ${next}`].flatMap(encode)).toEqual(encode(`${leadIn} ${text} ${next}`));
    expect([text, ` ${next}`].flatMap(encode)).toEqual(encode(`${text} ${next}`));
  }
}

it('the ids of lead-in and sentences are those of the joined text, for the facts of demo sites and evaluation', () => {
  expect(facts.length).toBeGreaterThan(100);
  expectSeams(facts);
});

it('and for any text', () => {
  const piece = fc.constantFrom(
    'We',
    '30',
    '-',
    '(',
    '“',
    '. ',
    ' ',
    '\n\n',
    '\u00a0',
    '%',
    '№',
    'é',
    '日本',
    '。',
    '🌿',
    "'s",
    '<|im_end|>',
    '\u0301',
    '\u200b',
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((parts) => parts.join('')),
  );
  fc.assert(fc.property(fc.array(text, { maxLength: 4 }), expectSeams), { numRuns: 300 });
});

it('every answer is an entry of the list, or sentences behind a lead-in or none, with the real tokenizer', () => {
  const passages = facts.map((text, index) => ({ id: `${index}`, title: 'Is it?', text, score: 0.5 }));
  fc.assert(
    fc.property(fc.nat(facts.length), fc.infiniteStream(fc.nat()), (from, numbers) => {
      const found = passages.slice(from, from + 3);
      const grammar = new QuoteGrammar({
        ...{
          list: { leadIns, replies },
          quotables: quotablesOf(found),
          encode,
          decode,
          endId: 2,
          maxTokens: 300,
          firstWindow: 1,
          nextWindow: 1,
          mayBeginQuoting: from % 2 === 0,
        },
      });
      const ids: number[] = [];
      for (;;) {
        const allowed = grammar.allowedNext(ids);
        const id = allowed[(numbers.next().value ?? 0) % allowed.length];
        if (id === undefined || id === 2) break;
        ids.push(id);
      }
      const said = grammar.said(ids);
      const text =
        said?.kind === 'quote'
          ? [...(said.leadIn ? [said.leadIn.text] : []), ...said.quotes.map((quote) => quote.text)].join(' ')
          : said?.reply.text;
      expect(tokenizer.decode(ids)).toBe(text);
      const known = found.map((passage) => normalisePassage(passage.text));
      const quotes = said?.kind === 'quote' ? said.quotes.flatMap((quotable) => quotable.quotes) : [];
      for (const { passageId, text } of quotes) expect(known[Number(passageId) - from]).toContain(text);
    }),
    { numRuns: 200 },
  );
});
