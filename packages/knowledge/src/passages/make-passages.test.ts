import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Document, Section } from '../document.ts';
import { diffPassages } from './diff-passages.ts';
import { type PassageOptions, passageSteps } from './make-passages.ts';

const countTokens = (text: string) => text.split(' ').length;
const blocks = (...texts: string[]): Block[] =>
  texts.map((text) => (text.startsWith('- ') ? { kind: 'item', text: text.slice(2) } : { kind: 'paragraph', text }));
const section = (titles: string[], ...texts: string[]): Section => ({
  titles,
  blocks: blocks(...texts),
  fragment: null,
});
const documentOf = (...sections: Section[]): Document => ({ title: 'Shop', language: null, sections });
const make = (document: Document, options: Partial<PassageOptions> = {}) =>
  [...passageSteps(document, { countTokens, ...options })].filter((passage) => passage !== undefined);
const sentencesOf = (...texts: string[]) => make(documentOf(section([], ...texts))).map(({ sentences }) => sentences);

describe('passageSteps', () => {
  it('keeps sentences whole, four at most, and sections apart', () => {
    const passages = make(
      documentOf(section(['A'], 'One. Two. Three. Four. Five.'), section(['A', 'B'], 'We make six.')),
    );
    expect(passages.map(({ titlePath, sentences }) => [titlePath.join('/'), ...sentences])).toEqual([
      ['Shop/A', 'One.', 'Two.', 'Three.', 'Four.'],
      ['Shop/A', 'Five.'],
      ['Shop/A/B', 'We make six.'],
    ]);
  });

  it('begins a new passage with the paragraph that no longer fits', () => {
    expect(sentencesOf('One. Two.', 'Three. Four. Five.', 'Six.')).toEqual([
      ['One.', 'Two.'],
      ['Three.', 'Four.', 'Five.', 'Six.'],
    ]);
  });

  it('ends at the most tokens, and lets one long sentence stand alone', () => {
    const long = `${'Word '.repeat(99)}end.`;
    expect(sentencesOf(`Short. ${long} After.`)).toEqual([['Short.'], [long], ['After.']]);
    const pieces = sentencesOf(Array.from({ length: 500 }, (_, index) => `word${index}`).join(' '));
    expect(pieces.length).toBe(7);
    expect(pieces.every(([piece = '']) => countTokens(piece) <= 80)).toBe(true);
  });

  it('takes the items of an announced list into one sentence', () => {
    expect(
      sentencesOf('Cash is not taken. We accept:', '- Visa', '- Mastercard;', '- PayPal.', 'Anything else?'),
    ).toEqual([['Cash is not taken.', 'We accept: Visa, Mastercard, PayPal.', 'Anything else?']]);
    const [first, second] = make(
      documentOf(section([], 'We ship to:', ...'abcdefghij'.split('').map((name) => `- ${name}`))),
      {
        maxTokens: 10,
      },
    );
    expect(first?.sentences).toEqual(['We ship to: a, b, c, d, e, f, g.']);
    expect(second?.sentences).toEqual(['We ship to: h, i, j.']);
  });

  it('goes on from a list into no table', () => {
    const row: Block = { kind: 'row', text: 'Size: S; Price: €5' };
    const listed = { titles: [], blocks: [...blocks('We accept:', '- Visa', '- Cash'), row, row], fragment: null };
    const told = { titles: [], blocks: [...blocks('We are open:'), row], fragment: null };
    expect(make(documentOf(listed, told)).map(({ sentences }) => sentences)).toEqual([
      ['We accept: Visa, Cash.'],
      ['Size: S; Price: €5.'],
      ['We are open: Size: S; Price: €5.'],
    ]);
  });

  const under = (titles: string[], ...texts: string[]) =>
    make(documentOf(section(titles, ...texts))).flatMap(({ sentences }) => sentences);

  it.each<[string[], string[], string[]]>([
    [['Not included'], ['- Flights', '- Travel insurance'], ['Not included: Flights, Travel insurance.']],
    [
      ['Shipping', 'Countries we do not ship to'],
      ['Sorry about that.', '- Portugal', '- Spain', 'Ask us!'],
      ['Sorry about that.', 'Countries we do not ship to: Portugal, Spain.', 'Ask us!'],
    ],
    [['The price does not include:'], ['- Flights.'], ['The price does not include: Flights.']],
    [['Im Preis nicht enthalten'], ['- Flüge', '- Essen'], ['Im Preis nicht enthalten: Flüge, Essen.']],
    [["Things you can't bring"], ['Knives', 'Glass'], ["Things you can't bring: Knives, Glass."]],
    [['Non compris'], ['Repas, assurance et boissons.'], ['Non compris: Repas, assurance et boissons.']],
    [['Excluded'], ['- Flights', 'Hotels:', '- Meals'], ['Excluded: Flights.', 'Excluded: Hotels: Meals.']],
    [
      ['Terms', 'Exclusions', 'Sports'],
      ['- Diving', 'We do not cover:', '- Skiing'],
      ['Exclusions: Sports: Diving.', 'We do not cover: Skiing.'],
    ],
    [
      ['What is not included?'],
      ['Some things are extra', '- Flights'],
      ['Some things are extra.', 'What is not included?', 'Flights.'],
    ],
    [['Facilities:'], ['- Pool', '- Sauna', 'Also:', '- Gym'], ['Facilities: Pool, Sauna.', 'Also: Gym.']],
    [[], ['No refunds for:', 'Sale items', 'Gift cards'], ['No refunds for: Sale items, Gift cards.']],
  ])('says with a heading %j what it denies or announces', (titles, texts, sentences) => {
    expect(under(titles, ...texts)).toEqual(sentences);
  });

  it.each<[string[], string[], string[]]>([
    [['Prices'], ['- Adults €5', '- Children €3'], ['Adults €5.', 'Children €3.']],
    [['FAQ'], ['Returns cost 5 euros.'], ['Returns cost 5 euros.']],
    [['Exclusive offers'], ['- Free tea', '- Cake'], ['Free tea.', 'Cake.']],
    [['Notes on room No. 5'], ['- Sea view', '- Bath'], ['Sea view.', 'Bath.']],
    [
      ['No Limits Gym', 'Facilities'],
      ['- Pool', '- Sauna'],
      ['Pool.', 'Sauna.'],
    ],
    [['Facilities:'], ['We have many.', '- Pool'], ['We have many.', 'Pool.']],
    [
      ['No pets'],
      ['Dogs must stay at home.', 'Guide dogs may come in.'],
      ['Dogs must stay at home.', 'Guide dogs may come in.'],
    ],
    [['Delivery'], ['We deliver within two days.'], ['We deliver within two days.']],
    [['Delivery'], ['Delivery free from €50'], ['Delivery free from €50.']],
    [['Contact'], ['Phone:', '+353 1 234'], ['Phone:', '+353 1 234.']],
  ])('leaves under %j what says enough', (titles, texts, sentences) => {
    expect(under(titles, ...texts)).toEqual(sentences);
  });

  it.each<[string[], string[], string[]]>([
    [['Consultation'], ['£42'], ['Consultation: £42.']],
    [['Cat'], ['Vaccination £42'], ['Cat: Vaccination £42.']],
    [
      ['Get rid of a mattress'],
      ['£20. We collect it.', 'Ask us.'],
      ['Get rid of a mattress: £20.', 'We collect it.', 'Ask us.'],
    ],
    [
      ['Consultation'],
      ['£42', '15 minutes', 'A vet looks at your pet.'],
      ['Consultation: £42, 15 minutes.', 'A vet looks at your pet.'],
    ],
    [['Prices', 'Delivery:'], ['Free above 50 euros.'], ['Delivery: Free above 50 euros.']],
    [['Opening hours'], ['9–17 Uhr'], ['Opening hours: 9–17 Uhr.']],
    [['Can I order without an account?'], ['Yes.'], ['Can I order without an account? Yes.']],
    [['Can I return it?'], ['Within 30 days.'], ['Can I return it?', 'Within 30 days.']],
    [
      ['No refunds'],
      ['€20 of the deposit are kept by the house.'],
      ['No refunds: €20 of the deposit are kept by the house.'],
    ],
  ])('says with a heading %j what says nothing without', (titles, texts, sentences) => {
    expect(under(titles, ...texts)).toEqual(sentences);
  });

  const rows = (...texts: string[]): Block[] => texts.map((text) => ({ kind: 'row', text }));
  const saidBy = (...some: [string[], Block[]][]) => {
    const sections = some.map(([titles, blocks]) => ({ titles, blocks, fragment: null }));
    return make({ title: null, language: null, sections }).map(({ sentences }) => sentences);
  };

  it('has each row of a table alone', () => {
    const some = [
      ...blocks('Prices are per night.'),
      ...rows('Room: Single; Price: €40', 'Room: Double; Price: €50'),
      ...blocks('Dogs may come in.'),
    ];
    expect(saidBy([['Rooms'], some])).toEqual([
      ['Prices are per night.'],
      ['Room: Single; Price: €40.'],
      ['Room: Double; Price: €50.'],
      ['Dogs may come in.'],
    ]);
  });

  it.each<[Block[], string[]]>([
    [
      rows('Monday to Friday: 8:00 – 17:30', 'Saturday: 9:00 – 12:00', 'Sunday: closed'),
      ['Monday to Friday: 8:00 – 17:30, Saturday: 9:00 – 12:00, Sunday: closed.'],
    ],
    [rows('Day: Mon; Hours: 9-5', 'Day: Sat; Hours: 9-12, 14-16'), ['Hours: Mon: 9-5; Sat: 9-12, 14-16.']],
    [blocks('- Mo–Fr: 9–18 Uhr', '- Sa: 9–12 Uhr'), ['Mo–Fr: 9–18 Uhr, Sa: 9–12 Uhr.']],
    [blocks('We are open:', '- Mon 9-5', '- Tue 9-6'), ['We are open: Mon 9-5, Tue 9-6.']],
    [rows('Mondays: 9-17', 'Bank holidays: closed'), ['Mondays: 9-17, Bank holidays: closed.']],
    [rows('Monday: €5', 'Sunday: €7'), ['Monday: €5.', 'Sunday: €7.']],
    [rows('Monday: yoga', 'Sunday: judo'), ['Monday: yoga.', 'Sunday: judo.']],
    [
      rows('Day: Mon; Open: 9; Close: 5', 'Day: Tue; Open: 8; Close: 4'),
      ['Day: Mon; Open: 9; Close: 5.', 'Day: Tue; Open: 8; Close: 4.'],
    ],
    [blocks('- Do 9 laps', '- So 3 more'), ['Do 9 laps.', 'So 3 more.']],
  ])('tells the hours of a week in one sentence: %j', (some, sentences) => {
    expect(saidBy([[], some]).flat()).toEqual(sentences);
  });

  it('leaves a timetable of many rows alone', () => {
    const classes = Array.from({ length: 9 }, (_, hour) => `Monday: yoga at ${hour + 9}`);
    expect(saidBy([[], rows(...classes)]).flat()).toHaveLength(9);
  });

  it.each<[[string[], Block[]][], string[]]>([
    [
      [
        [['Swimming', 'Term time'], rows('Day: Tue; Lanes: 4; Open: 6-8')],
        [['Swimming', 'School holidays'], rows('Day: Tue; Lanes: 6; Open: 10-16')],
        [['Swimming'], rows('Depth: 2 m; Length: 25 m')],
      ],
      [
        'Term time: Day: Tue; Lanes: 4; Open: 6-8.',
        'School holidays: Day: Tue; Lanes: 6; Open: 10-16.',
        'Depth: 2 m; Length: 25 m.',
      ],
    ],
    [
      [
        [['Summer', 'Rates'], rows('Room: Single; Price: €50')],
        [['Winter', 'Rates'], rows('Room: Single; Price: €40')],
      ],
      ['Summer: Rates: Room: Single; Price: €50.', 'Winter: Rates: Room: Single; Price: €40.'],
    ],
    [
      [
        [['Weekdays'], blocks('- Adults €5', '- Ask us')],
        [['Weekends'], blocks('- Adults €7', '- Ask them')],
      ],
      ['Weekdays: Adults €5.', 'Ask us.', 'Weekends: Adults €7.', 'Ask them.'],
    ],
    [
      [
        [['Winter'], blocks('Mon-Fri 9-17, Sat 9-12')],
        [['Summer'], rows('Monday: 9-18', 'Sunday: closed')],
      ],
      ['Winter: Mon-Fri 9-17, Sat 9-12.', 'Summer: Monday: 9-18, Sunday: closed.'],
    ],
    [
      [
        [['Tour 3'], rows('Product: Tour 3; Price: 849')],
        [['City'], rows('Product: City; Price: 649')],
      ],
      ['Product: Tour 3; Price: 849.', 'Product: City; Price: 649.'],
    ],
    [
      [
        [['Not on sale'], rows('Product: Tour; Price: 849')],
        [['On sale'], rows('Product: City; Price: 649')],
      ],
      ['Not on sale: Product: Tour; Price: 849.', 'On sale: Product: City; Price: 649.'],
    ],
  ])('says of what looks alike in several sections in which it stands: %j', (sections, sentences) => {
    expect(saidBy(...sections).flat()).toEqual(sentences);
  });

  it('says a heading that denies with each row, and the title where there is no heading', () => {
    const rows: Block[] = ['Room: Single; Price: €40', 'Room: Double; Price: €50'].map((text) => ({
      kind: 'row',
      text,
    }));
    const said = make(documentOf({ titles: ['Rates without breakfast'], blocks: rows, fragment: null }));
    expect(said.flatMap(({ sentences }) => sentences)).toEqual([
      'Rates without breakfast: Room: Single; Price: €40.',
      'Rates without breakfast: Room: Double; Price: €50.',
    ]);
    const fact = { title: null, language: null, sections: [section([], '- Flights')] };
    expect(make(fact, { title: 'Not included' })[0]?.sentences).toEqual(['Not included: Flights.']);
  });

  it('leaves items alone under a heading that leaves them no room', () => {
    expect(under([`Not${' in'.repeat(61)}`], '- Flights', '- Meals')).toEqual(['Flights.', 'Meals.']);
  });

  it('leaves items that are sentences alone, and ends those that do not end', () => {
    expect(
      sentencesOf('Note:', '- Open it. Then read it.', '- Free returns', '- Write to help@shop.example', '- Really?'),
    ).toEqual([
      ['Note:', 'Open it.', 'Then read it.', 'Free returns.'],
      ['Write to help@shop.example', 'Really?'],
    ]);
  });

  it('puts no full stop behind an address, and is done with what only begins like one', () => {
    const addresses = ['ask a@b.example', 'See https://x.example', 'See www.x.example', 'x.example/faq', 'go_to.xy/'];
    const others = ['See http:', 'at www.', 'a@', 'e.g/x', 'and/or', 'https://x.example is ours'];
    const said = (text: string) =>
      make({ ...documentOf(section([], text)), title: null })
        .flatMap(({ sentences }) => sentences)
        .join(' ');
    expect(addresses.map(said)).toEqual(addresses);
    expect(others.map(said)).toEqual(['See http:', 'at www.', 'a@', 'e.g/x.', 'and/or.', 'https://x.example is ours.']);
    for (const piece of ['a@', 'a-', 'www.', 'a.bc', 'http://']) {
      const long = piece.repeat(500_000 / piece.length);
      expect(said(`${long} x`)).toMatch(/x\.$/);
    }
  });

  it('cleans a title once for all sections, however long it is', () => {
    const sections = Array.from({ length: 20_000 }, (_, index) => section([`${index}`], 'Text.'));
    const passages = make({ title: 'Title '.repeat(40_000), language: null, sections });
    expect([passages.length, passages.at(-1)?.titlePath]).toEqual([
      20_000,
      ['Title '.repeat(34).slice(0, 200), '19999'],
    ]);
  });

  it('links to the section, and says each thing once', () => {
    const place = { titles: ['Hours'], blocks: blocks('Open daily.'), fragment: 'hours' };
    const passages = make(documentOf(place, { ...place, fragment: 'again' }), { url: 'https://shop.example/faq' });
    expect(passages).toHaveLength(1);
    expect(passages[0]).toMatchObject({ link: 'https://shop.example/faq#hours', titlePath: ['Shop', 'Hours'] });
  });

  it('announces a list again only where that leaves room for its items', () => {
    const items = Array.from({ length: 3_000 }, (_, index) => `- item${index}`);
    const lead = `We${' really'.repeat(60)} sell:`;
    expect(sentencesOf(lead, '- bread', '- milk')).toEqual([[`${lead} bread, milk.`]]);
    const [announced = '', ...listed] = sentencesOf(lead, ...items).flat();
    expect([announced, listed.length, listed.at(-1)]).toEqual([lead, 3_000, 'item2999.']);
    const long = `We${' really'.repeat(10_000)} sell:`;
    let counted = 0;
    const passages = make(documentOf(section([], long, ...items)), {
      countTokens: (text) => {
        counted += text.length;
        return countTokens(text);
      },
    });
    const said = passages.flatMap(({ sentences }) => sentences).join(' ');
    expect(said.length).toBeLessThan(long.length * 2);
    expect(counted).toBeLessThan(long.length * 100);
  });

  it('always holds every word, in order, in lines that are trimmed and bounded', () => {
    const text = fc.array(fc.constantFrom('One', 'two.', 'e.g.', 'Three', '4.50', '(a', 'b)', 'c?', 'x,'), {
      minLength: 1,
    });
    const block = fc.record({
      kind: fc.constantFrom<Block['kind']>('paragraph', 'item', 'row'),
      text: text.map((words) => words.join(' ')),
    });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 20 }), (some) => {
        const found = make({ title: null, language: null, sections: [{ titles: [], blocks: some, fragment: null }] });
        const unique = new Set(found.map(({ hash }) => hash));
        expect(unique.size).toBe(found.length);
        for (const { sentences } of found) {
          expect(sentences.length).toBeGreaterThan(0);
          expect(sentences.length).toBeLessThanOrEqual(4);
          if (sentences.length > 1) expect(sentences.map(countTokens).reduce((a, b) => a + b)).toBeLessThanOrEqual(80);
          for (const sentence of sentences) expect(sentence).toBe(sentence.trim().replace(/\s+/g, ' '));
        }
        const words = (one: string) => one.match(/\w+/g) ?? [];
        const said = new Set(found.flatMap(({ sentences }) => sentences.flatMap(words)));
        for (const one of some.flatMap((given) => words(given.text))) expect(said).toContain(one);
      }),
    );
  });
});

describe('passageSteps', () => {
  const megabyte = 2 ** 20;
  it.each<[string, Block[]]>([
    ['sentences', blocks('We ship to Ireland. '.repeat(megabyte / 20))],
    ['a word', blocks('x'.repeat(megabyte))],
    ['words', blocks('word '.repeat(megabyte / 5))],
    ['values', blocks('a; '.repeat(megabyte / 3))],
    ['an announcement', blocks(`${'We ship to '.repeat(megabyte / 11)}:`, '- Ireland', '- Spain')],
    ['a list', [...blocks('We ship to:'), ...Array<Block>(200_000).fill({ kind: 'item', text: 'Spain' })]],
    ['items', Array<Block>(200_000).fill({ kind: 'item', text: 'Spain' })],
    ['rows', Array<Block>(100_000).fill({ kind: 'row', text: 'Spain' })],
  ])('counts little at once, of a megabyte in %s too', (_, some) => {
    let counted = 0;
    const steps: number[] = [];
    const count = (text: string) => {
      counted += text.length;
      return Math.ceil(text.length / 4);
    };
    const titles = ['No shipping to'];
    const document = { title: null, language: null, sections: [{ titles, blocks: some, fragment: null }] };
    for (const _step of passageSteps(document, { countTokens: count })) {
      steps.push(counted);
      counted = 0;
    }
    expect(steps.reduce((most, one) => Math.max(most, one))).toBeLessThan(50_000);
    expect(steps.length).toBeGreaterThan(1_000);
  });
});

describe('diffPassages', () => {
  const before = make(documentOf(section(['A'], 'One.'), section(['B'], 'Two.'), section(['C'], 'Three.')));
  const stored = before.map(({ hash }, index) => ({ id: index, hash }));

  it('keeps all of a document that is read again', () => {
    const { kept, added, removed } = diffPassages(stored, before);
    expect([kept.length, added, removed]).toEqual([3, [], []]);
  });

  it('keeps what moved, adds what is new, removes what is gone', () => {
    const after = make(
      documentOf(
        section(['N'], 'This is new.'),
        section(['C'], 'Three.'),
        section(['A'], 'One.'),
        section(['B'], 'We make two!'),
      ),
    );
    const { kept, added, removed } = diffPassages(stored, after);
    expect(kept.map((one) => [one.stored.id, one.position])).toEqual([
      [2, 1],
      [0, 2],
    ]);
    expect(added.map((one) => [one.passage.sentences[0], one.position])).toEqual([
      ['This is new.', 0],
      ['We make two!', 3],
    ]);
    expect(removed.map(({ id }) => id)).toEqual([1]);
  });
});
