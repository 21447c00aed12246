import { expect, test } from 'vitest';
import { waitingLetter } from './waiting-letter.ts';

const conversationId = '0192f0c1-0000-7000-8000-00000000000a';
const wait = {
  ...{ conversationId, visitorId: '0192f0c1-0000-7000-8000-00000000beef', waitedMs: 12.5 * 60_000 },
  ...{ name: 'Ann', email: 'ann@example.org', words: 'Where is <b>my</b> "order"?\n\nI want it.' },
};
const letter = (more: Partial<Parameters<typeof waitingLetter>[0]> = {}) =>
  waitingLetter({
    ...{ to: 'ada@example.org', siteName: 'Fernway', waits: [wait] },
    ...{ linkOf: (id: string) => `https://chat.example/admin?site=a&conversation=${id}`, ...more },
  });

test('says who waits, for how long, what they wrote, and where they are answered, in HTML as text', () => {
  const { subject, text, html, to, sender } = letter();
  expect([subject, to, sender]).toEqual(['1 customer waits at Fernway', 'ada@example.org', 'Fernway']);
  expect(text).toContain(
    `Ann, for 12 minutes:\nWhere is <b>my</b> "order"? I want it.\nhttps://chat.example/admin?site=a&conversation=${conversationId}\n`,
  );
  expect(html).toContain('Where is &lt;b&gt;my&lt;/b&gt; &quot;order&quot;? I want it.');
  expect(html).toContain(`href="https://chat.example/admin?site=a&amp;conversation=${conversationId}"`);
  expect(html).not.toContain('<b>');
  expect(text).toContain('on the page of your account you can switch it off for yourself');
});

test.each([
  [{ name: null }, 'ann@example.org, for 12 minutes:'],
  [{ name: null, email: null }, 'Visitor beef, for 12 minutes:'],
  [{ name: 'A\r\nnn' }, 'A nn, for 12 minutes:'],
  [{ waitedMs: 20_000 }, 'Ann, for less than a minute:'],
  [{ waitedMs: 61_000 }, 'Ann, for a minute:'],
  [{ waitedMs: 150 * 60_000 }, 'Ann, for 2 hours:'],
  [{ words: '' }, 'Has written nothing yet.'],
])('%j is told as “%s”', (part, said) => {
  expect(letter({ waits: [{ ...wait, ...part }] }).text).toContain(said);
});

test('of long words it has the first, whole where that can be', () => {
  const wordsOf = (words: string) => letter({ waits: [{ ...wait, words }] }).text.split('\n')[3] ?? '';
  const words = wordsOf('A quite long story. '.repeat(20));
  expect(words).toMatch(/^A quite long story\..{100,120}(story\.|A|quite|long)…$/);
  expect(wordsOf('😀'.repeat(200))).toBe(`${'😀'.repeat(70)}…`);
  expect(wordsOf(`a${'😀'.repeat(200)}`)).toBe(`a${'😀'.repeat(69)}…`);
});

test('names twenty, and counts the others', () => {
  const { subject, text, html } = letter({ waits: Array(23).fill(wait) });
  expect(subject).toBe('23 customers wait at Fernway');
  expect(text.match(/for 12 minutes/g)).toHaveLength(20);
  for (const one of [text, html]) expect(one).toContain('And 3 more.');
});

test('without an address of ours it has no link, and a site’s name is one line', () => {
  const { text, html, subject } = letter({ linkOf: () => null, siteName: 'Shop\r\nBcc: all@example.org' });
  expect(subject).toBe('1 customer waits at Shop Bcc: all@example.org');
  expect(html).not.toContain('<a ');
  expect(text).toContain('Please answer in the inbox.');
});
