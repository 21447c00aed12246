import { describe, expect, it } from 'vitest';
import { normalisePassage } from '../passage-text.ts';
import en from './en.json' with { type: 'json' };
import { languagesOfLists, translations } from './list-languages.ts';
import {
  doubtReply,
  handOverIn,
  handOverLanguages,
  listedReplies,
  offerIn,
  onlyFilesReply,
  orderReply,
  repliesIn,
  replyHandsOver,
  restReply,
  rivalsOf,
  textsToldApart,
  wordingsOf,
  wordingsSpoken,
} from './reply-list.ts';
import { replyTextProblems } from './reply-text-problems.ts';

const orderIds = ['order-number', 'order-email', 'order-unknown', 'order-failed'] as const;
const firstWord = (text: string) => text.match(/^\w+/)?.[0];
const beginAlike = (text: string, other: string) => firstWord(text) === firstWord(other);
const { leadIns, replies } = repliesIn('en', ' Larkspur\nCycles ');

it('has the first word tell whether the model answers, hands over or replies', () => {
  for (const entry of [...leadIns, ...replies]) expect(rivalsOf(entry, { leadIns, replies }, beginAlike)).toEqual([]);
});

it('leaves out of own wordings only those that are not told apart', () => {
  const good = { 'not-known': 'Nobody told me.', hello: 'Welcome!' };
  const told = (texts: Record<string, string>) => textsToldApart(texts, 'Our Place', beginAlike);
  expect(told({ ...good, hi: '{site} greets you.', welcome: 'I thank you.' })).toEqual(good);
  // Of two that begin alike one is left, if it is told from what takes the other's place.
  expect(told({ ...good, 'what-i-know': 'Hey, listen:', hi: 'Hey!' })).toEqual({
    ...good,
    'what-i-know': 'Hey, listen:',
  });
  const swapped = { 'what-i-know': 'Hi, listen:', hi: 'Here I am!' };
  expect(told({ ...good, ...swapped })).toEqual(good);
  // Each list by itself.
  const german = { 'de/hello': 'Here we are!' };
  expect(told({ ...good, ...german })).toEqual({ ...good, ...german });
  const leadIn = { 'de/what-i-know': 'Here is that:' };
  expect(told({ ...good, ...german, ...leadIn })).toEqual({ ...good, ...leadIn });
});

it('has texts that are told apart, on one line, with the site named and nothing else to fill in', () => {
  const entries = [...leadIns, ...replies];
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  expect(new Set(entries.map(({ text }) => text)).size).toBe(entries.length);
  for (const { text } of entries) {
    expect(text).toBe(normalisePassage(text));
    expect(text).not.toMatch(/[{}]/);
  }
  expect(replies.filter(({ text }) => text.includes('Larkspur Cycles')).length).toBeGreaterThan(20);
});

it.each(leadIns)('claims nothing before a sentence: $text', ({ text }) => {
  expect(text).toMatch(/^[A-Z].*:$/);
  expect(text).not.toMatch(/\d|\b(yes|no|not|sure|of course|always|never|one|two)\b/i);
});

describe.each(Object.entries(translations))('the list in %s', (language, { texts, alone }) => {
  const list = repliesIn(language, 'Larkspur Cycles');
  const all = [...en.leadIns, en.onlyFiles, en.notTheRest, ...en.orders, ...en.replies];

  it('has all entries of the English one, with the site named where that names it', () => {
    expect(Object.keys(texts)).toEqual(all.map(({ id }) => id));
    expect(Object.keys(alone)).toEqual(all.flatMap((entry) => ('alone' in entry && entry.alone ? [entry.id] : [])));
    expect(new Set(Object.values(texts)).size).toBe(all.length);
    for (const { text } of [...list.leadIns, ...list.replies]) {
      expect(text).toBe(normalisePassage(text));
      expect(text).not.toMatch(/[{}]/);
    }
    for (const entry of all) {
      expect([entry.id, texts[entry.id]?.includes('{site}')]).toEqual([entry.id, entry.text.includes('{site}')]);
    }
  });

  it('holds to the rules of own wordings, with and without people', () => {
    for (const handsOver of [true, false]) {
      const own = Object.entries(handsOver ? texts : { ...texts, ...alone });
      expect(
        replyTextProblems('Fernway', Object.fromEntries(own.map(([id, text]) => [`${language}/${id}`, text]))),
      ).toEqual([]);
    }
  });

  it('is what is said, offered and handed over in it', () => {
    const site = { siteName: 'Fernway', languages: ['en', language], replyTexts: {}, handsOver: true };
    const named = (id: string) => texts[id]?.replace('{site}', 'Fernway');
    expect(doubtReply(language, 'Fernway').text).toBe(named('not-certain'));
    expect(onlyFilesReply(language, 'Fernway').text).toBe(named('only-files'));
    expect(restReply(language, 'Fernway').text).toBe(named('not-the-rest'));
    for (const id of orderIds) expect(orderReply(id, language, 'Fernway').text).toBe(named(id));
    expect(offerIn(named('order-failed') ?? '', site)).toBe('person');
    expect(offerIn(`So. ${named('not-certain')}`, site)).toBe('person');
    expect(offerIn(`So. ${named('not-the-rest')}`, site)).toBe('person');
    expect(offerIn(named('welcome') ?? '', { ...site, handsOver: false })).toBe('more');
    expect(offerIn(named('welcome') ?? '', { ...site, languages: ['en'] })).toBeUndefined();
    const own = { [`${language}/hello`]: 'Xenia grüßt: {site}!' };
    const hello = repliesIn(language, 'Fernway', own).replies.find(({ id }) => id === 'hello');
    expect(hello?.text).toBe('Xenia grüßt: Fernway!');
  });
});

it('speaks English where there is no list', () => {
  expect(repliesIn('ja', 'Fernway')).toEqual(repliesIn('en', 'Fernway'));
  expect(languagesOfLists(['ja', 'de', 'tr', 'en'])).toEqual(['en', 'de']);
});

it('hands over in the language of the customer', () => {
  expect(handOverLanguages.length).toBeGreaterThanOrEqual(20);
  for (const language of handOverLanguages) {
    const { text } = handOverIn(language, '$& Café');
    expect(text).toContain('$& Café');
    expect(text).toBe(normalisePassage(text));
  }
  expect(handOverIn('de', 'Fernway').text).toMatch(/^Leider .* Fernway/);
  expect(handOverIn('tlh', 'Fernway')).toEqual(handOverIn('en', 'Fernway'));
});

it('hands over files without a word, which no model may choose to say', () => {
  const reply = onlyFilesReply('en', 'Fernway');
  expect(reply.text).toMatch(/can't open files.*Fernway team/);
  expect(replyHandsOver(reply)).toBe(true);
  expect(replies.map(({ id }) => id)).not.toContain(reply.id);
  expect(onlyFilesReply('en', 'Fernway', { 'only-files': '{site} looks at it.' }).text).toBe('Fernway looks at it.');
});

it('says of the rest of a message that it is not known, which no model may choose to say', () => {
  const reply = restReply('en', 'Fernway');
  expect(reply.text).toMatch(/answer to the rest.*Fernway team/);
  expect(replyHandsOver(reply)).toBe(true);
  expect(replies.map(({ id }) => id)).not.toContain(reply.id);
  expect(restReply('en', 'Fernway', { 'not-the-rest': 'Ask {site}.' }).text).toBe('Ask Fernway.');
});

it('asks and tells about orders, which no model may choose to say', () => {
  for (const id of orderIds) {
    const reply = orderReply(id, 'en', 'Fernway');
    expect(replies.map((other) => other.id)).not.toContain(id);
    expect(listedReplies).toContainEqual(expect.objectContaining({ id: `nl/${id}`, kind: reply.kind, language: 'nl' }));
    expect(reply.kind).toBe(id === 'order-failed' ? 'hand-over' : 'order');
    expect(replyHandsOver(reply)).toBe(id === 'order-failed');
    expect(orderReply(id, 'nl', 'Fernway', { [`nl/${id}`]: '{site} zoekt.' }).text).toBe('Fernway zoekt.');
  }
});

it('keeps of all wordings also those about orders for an answer', () => {
  const texts = { 'nl/order-number': 'Welk nummer?', 'order-number': 'Which one?' };
  expect(wordingsSpoken(texts, 'nl', null)).toEqual({ 'nl/order-number': 'Welk nummer?' });
});

describe('a site with nobody behind its assistant', () => {
  const alone = wordingsOf({}, { handsOver: false });
  const list = repliesIn('en', 'Fernway', alone);
  const offer = /\b(team|someone|passed on)\b|a person (from|will)|like to talk to a person/i;

  it('offers nobody, in any reply of the list', () => {
    const orders = orderIds.map((id) => orderReply(id, 'en', 'Fernway', alone));
    const beside = [onlyFilesReply('en', 'Fernway', alone), restReply('en', 'Fernway', alone), ...orders];
    const said = [...list.replies, ...beside];
    expect(said.filter(({ text }) => offer.test(text))).toEqual([]);
    // What the list comes with does offer somebody, wherever there is another wording.
    const english = listedReplies.filter(
      ({ id, language }) => language === 'en' && id in alone && id !== 'language-en',
    );
    for (const { text } of english) expect(text).toMatch(offer);
  });

  it('says of another language that it is not answered, and no more', () => {
    for (const language of handOverLanguages) {
      const { text } = handOverIn(language, 'Fernway', alone);
      expect(text).toMatch(/^[^.।。]{10,}[.।。]$/u);
      expect(text).not.toContain('Fernway');
      expect(handOverIn(language, 'Fernway').text.startsWith(text)).toBe(true);
    }
  });

  it('has a list that holds to the same rules', () => {
    expect(replyTextProblems('Fernway', alone)).toEqual([]);
  });

  it('says its own words where it has some', () => {
    const own = { 'not-known': 'I was told nothing of it.' };
    const { replies: worded } = repliesIn('en', 'Fernway', wordingsOf(own, { handsOver: false }));
    expect(worded.find(({ id }) => id === 'not-known')?.text).toBe('I was told nothing of it.');
    expect(wordingsOf(own, { handsOver: true })).toEqual(own);
  });
});

describe('what the chat offers', () => {
  const site = { siteName: 'Fernway', languages: ['en', 'de'], replyTexts: {}, handsOver: true };
  const said = (id: string, from = site) =>
    repliesIn('en', from.siteName, wordingsOf(from.replyTexts, from)).replies.find((reply) => reply.id === id)?.text ??
    '';

  it.each([
    ['not-known', 'person', undefined],
    ['not-a-person', 'person', 'more'],
    ['welcome', 'more', 'more'],
    ['hello', 'more', 'more'],
    ['happy-to-help', undefined, undefined],
    ['sorry-for-the-trouble', undefined, undefined],
    ['person-call', 'contact', undefined],
    ['person-sure', undefined, undefined],
  ])('%s', (id, offered, offeredAlone) => {
    expect(offerIn(said(id), site)).toBe(offered);
    const alone = { ...site, handsOver: false };
    expect(offerIn(said(id, alone), alone)).toBe(offeredAlone);
  });

  it('offers a person where an order could not be looked up; a question about one offers nothing to say no to', () => {
    for (const id of orderIds) {
      const offered = id === 'order-failed' ? 'person' : undefined;
      expect([id, offerIn(orderReply(id, 'en', 'Fernway').text, site)]).toEqual([id, offered]);
      const nobody = { ...site, handsOver: false };
      expect(offerIn(orderReply(id, 'en', 'Fernway', wordingsOf({}, nobody)).text, nobody)).toBeUndefined();
    }
  });

  it('offers a person behind an answer in doubt, and in the site’s own words', () => {
    expect(offerIn(`Here is what I know: We ship. ${said('not-certain')}`, site)).toBe('person');
    expect(offerIn('Here is what I know: We ship.', site)).toBeUndefined();
    expect(offerIn(onlyFilesReply('en', 'Fernway').text, site)).toBe('person');
    expect(offerIn(onlyFilesReply('de', 'Fernway').text, site)).toBe('person');
    expect(offerIn(handOverIn('es', 'Fernway').text, site)).toBe('person');
    const nobody = { ...site, handsOver: false };
    const alone = wordingsOf({}, nobody);
    expect(offerIn(onlyFilesReply('en', 'Fernway', alone).text, nobody)).toBeUndefined();
    expect(offerIn(handOverIn('es', 'Fernway', alone).text, nobody)).toBeUndefined();
    const own = { ...site, replyTexts: { 'not-known': '{site} will ring you.' } };
    expect(offerIn('Fernway will ring you.', own)).toBe('person');
  });
});
