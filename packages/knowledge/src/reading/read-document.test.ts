import { describe, expect, it } from 'vitest';
import type { WebPage } from '../document.ts';
import { documentLimits } from '../limits.ts';
import { outline, read } from './testing/outline.ts';

describe('Markdown', () => {
  it('gives sections by headings, with items, tables and ids', async () => {
    const text = [
      '---\ntitle: "The FAQ"\n---\n\nWelcome,\nall.\n',
      '## Shipping & costs\n\nWe *ship* to [Ireland](https://x.example) only.  \nSoon more.\n\n- **Fast**\n- Slow\n  - Sea',
      '```sh\nrm -rf /\n```\n\n<script>alert(1)</script>\n\n![a picture](x.png)',
      '### Prices\n\n| Size | Price |\n|---|---|\n| Small | 4.50 |\n',
      '## Shipping & costs\n\nAgain.',
    ].join('\n\n');
    const document = await read('markdown', text);
    expect(document.title).toBe('The FAQ');
    expect(await outline('markdown', text)).toEqual([
      ' | Welcome, all.',
      'Shipping & costs | We ship to Ireland only. Soon more. | - Fast | - Slow | - Sea',
      'Shipping & costs/Prices | - Size: Small; Price: 4.50',
      'Shipping & costs | Again.',
    ]);
    expect(document.sections.map(({ fragment }) => fragment)).toEqual([
      null,
      'shipping--costs',
      'prices',
      'shipping--costs-1',
    ]);
  });

  it('parts words where a tag breaks the line, in a table too, and leaves out what is struck out', async () => {
    const text = '| Day | Hours |\n|---|---|\n| Mon | 9-12<br>14-18 |\n\nAdults<br />~~20~~ 15 euros.';
    expect(await outline('markdown', text)).toEqual([' | - Day: Mon; Hours: 9-12 14-18 | Adults 15 euros.']);
  });

  it('parts short lines as plain text does', async () => {
    const text = 'Main St 5  \nDublin\\\nIreland\n\n- Mon 9-17<br>Tue 9-17\n  Sat closed';
    expect(await outline('markdown', text)).toEqual([
      ' | Main St 5, Dublin, Ireland | - Mon 9-17, Tue 9-17, Sat closed',
    ]);
  });

  it('tells the rows of a table under the bold name above them, and those of a table without names as pairs', async () => {
    const text =
      '## Prices\n\n| Size | Price |\n|---|---|\n| **Dogs** | |\n| Small | £20 |\n| **Cats** |\n| All | £10 |\n| On request | |\n\nCall us.';
    expect(await outline('markdown', text)).toEqual([
      'Prices/Dogs | - Size: Small; Price: £20',
      'Prices/Cats | - Size: All; Price: £10',
      'Prices | - On request | Call us.',
    ]);
    const one = '| Size | Price |\n|---|---|\n| **Dogs** | |\n| Small | £20 |';
    expect(await outline('markdown', one)).toEqual(['Dogs | - Size: Small; Price: £20']);
    const hours = '| | |\n|---|---|\n| Mon | 9-5 |\n| Sun | – |\n\n| Names |\n|---|\n| Ann |';
    expect(await outline('markdown', hours)).toEqual([' | - Mon: 9-5 | - Sun: – | - Names: Ann']);
  });

  it('says no dash that stands for nothing', async () => {
    const text = '| Plan | Hours | Price |\n|---|---|---|\n| Basic | – | £5 |\n| None | - | — |';
    expect(await outline('markdown', text)).toEqual([' | - Plan: Basic; Price: £5 | - Plan: None; Hours: -; Price: —']);
  });

  it('takes a bold line for a heading, but where it is said', async () => {
    const text =
      '## Care\n\n**Vaccinations**\n\nAll dogs.\n\n**Food**\nTwice a day.\n\n**Cash only**\n\n- **Beds**\n\n**Walks**\n\n## Prices\n\nFair.';
    expect(await outline('markdown', text)).toEqual([
      'Care/Vaccinations | All dogs.',
      'Care/Food | Twice a day.',
      'Care | Cash only | - Beds | Walks',
      'Prices | Fair.',
    ]);
  });

  it('takes a question or a title in bold before its text for a heading', async () => {
    const text =
      '**How long does dry cleaning take in the summer?**\nThree days.\n\n**Do you clean suede?** Yes.\n\n## Terms\n\n**Repairs.** Wear is on us.\n\n**No dogs.** Not even small ones.\n\n**Note:** parking';
    const sections = [
      'How long does dry cleaning take in the summer? | Three days.',
      'Do you clean suede? | Yes.',
      'Terms/Repairs | Wear is on us.',
      'Terms | No dogs. Not even small ones. | Note: parking',
    ];
    expect(await outline('markdown', text)).toEqual(sections);
    const page = text
      .split('\n\n')
      .map((paragraph) =>
        paragraph.startsWith('## ')
          ? `<h2>${paragraph.slice(3)}</h2>`
          : `<p>${paragraph.replace(/\*\*(.*)\*\*/, '<strong>$1</strong>').replace('\n', '<br>')}</p>`,
      );
    expect(await outline('html', page.join('\n'))).toEqual(sections);
  });

  it('says what a footnote says where its mark stands', async () => {
    const text =
      'We ship[^1] daily.[^b]\n\n| Day | Hours |\n|---|---|\n| Sun[^1] | 9-5 |\n\n[^1]: Not *to* France.\n[^b]: On request.';
    expect(await outline('markdown', text)).toEqual([
      ' | We ship (Not to France.) daily. (On request.) | - Day: Sun (Not to France.); Hours: 9-5',
    ]);
  });

  it('reads what tags unfold under the question on them', async () => {
    const text =
      '# FAQ\n\n<details>\n<summary>Do you <b>ship</b>?</summary>\n\nYes.\n\n</details>\n\nCall us.\n\n<details><summary>Late?</summary>\n\nNo.\n</details>';
    expect(await outline('markdown', text)).toEqual(['Do you ship? | Yes.', ' | Call us.', 'Late? | No.']);
  });

  it('reads HTML within it', async () => {
    const table = '<table>\n\n<tr><th>Room</th><th>Price</th></tr>\n\n<tr><td>Single</td><td>€50</td></tr>\n\n</table>';
    const text = `## Hours\n\n<div align="center">\n  We are <b>closed</b> in August.</div>\n\n<div>\n\nOpen *daily*.\n\n</div>\n\n${table}\n\n- Item\n\n  <p>Refunds.</p>`;
    expect(await outline('markdown', text)).toEqual([
      'Hours | We are closed in August. | Open daily. | - Room: Single; Price: €50 | - Item | Refunds.',
    ]);
  });

  it('reads of HTML within it only what a page shows', async () => {
    const text =
      '<div hidden>secret</div>\n\n<!-- <p>secret</p> -->\n\n<p align="center"><img src="x.png" alt="x"></p>\n\nText.';
    expect(await outline('markdown', text)).toEqual([' | Text.']);
  });

  it('reads the answer within tags that unfold it', async () => {
    const text =
      '<details><summary>Do you ship?</summary>Yes, <b>daily</b>.</details>\n\nCall us.\n\n<details>\n<summary>Late?</summary>\nNo.\n\n*Never.*\n\n</details>\n<p>Ask us.</p>';
    expect(await outline('markdown', text)).toEqual([
      'Do you ship? | Yes, daily.',
      ' | Call us.',
      'Late? | No. | Never.',
      ' | Ask us.',
    ]);
  });

  it('keeps raised figures apart from the number before', async () => {
    expect(await outline('markdown', 'Only €5<sup>99</sup> for 9 m<sup>2</sup>.')).toEqual([' | Only €5.99 for 9 m2.']);
  });

  it('takes the one first heading as the title', async () => {
    const document = await read('markdown', '# Help\n\nText.\n\n## Part\n\nMore.');
    expect(document.title).toBe('Help');
    expect(document.sections.map(({ titles }) => titles)).toEqual([[], ['Part']]);
  });

  it('cleans its title as all other text, wherever that stands', async () => {
    // A NUL at the beginning would make it no text.
    const front = `---\nnote: ${'x'.repeat(5_000)}\ntitle: '\u201cA\0b\u201d <|x|>c'\n---\nText.`;
    expect((await read('markdown', front)).title).toBe('"Ab" c');
    expect((await read('markdown', '# \u201cAb\u201d <|x|>c\n\nText.')).title).toBe('"Ab" c');
  });

  it('refuses what is nested too deeply', async () => {
    await expect(read('markdown', `${'>'.repeat(5_000)} deep`)).rejects.toMatchObject({ name: 'DocumentError' });
  });
});

describe('plain text', () => {
  it('knows paragraphs, items and underlined headings', async () => {
    const text =
      'Shop\n====\n\nOpen\r\ndaily.\n\nWe sell:\n- bread\n  and rolls\n- milk\n\nHours\n-----\nNine to five.';
    expect(await outline('text', text)).toEqual([
      'Shop | Open daily. | We sell: | - bread and rolls | - milk',
      'Shop/Hours | Nine to five.',
    ]);
  });

  it('takes a line in capital letters for a heading, but where it is said or one of several', async () => {
    const text =
      'ACME HOTEL\n\nOPENING HOURS\nMon-Fri 9-18\nSat 9-12\nPRICES\n\nFair.\nCASH ONLY\n\nSUITE\n-----\nBig.\n\nACME LTD\nMAIN STREET\n\nIMPRINT';
    expect(await outline('text', text)).toEqual([
      ' | ACME HOTEL',
      'OPENING HOURS | Mon-Fri 9-18, Sat 9-12',
      'PRICES | Fair. CASH ONLY',
      'SUITE | Big. | ACME LTD MAIN STREET | IMPRINT',
    ]);
  });

  it('knows headings in capital letters that could be said, where text follows right below or a list', async () => {
    const text =
      "1. RENEWAL\nEach year.\n\n2. PAYMENT\n- Visa\n- cash\n\nWHO CAN JUMP\n\nAll over 6.\n\nDON'T JUMP IF\n\n- you drank\n\nYESTERDAY'S BREAD\nHalf price.\n\nNO DOGS\n\nThank you.";
    expect(await outline('text', text)).toEqual([
      'RENEWAL | Each year.',
      'PAYMENT | - Visa | - cash',
      'WHO CAN JUMP | All over 6.',
      "DON'T JUMP IF | - you drank",
      "YESTERDAY'S BREAD | Half price.",
      ' | NO DOGS | Thank you.',
    ]);
  });

  it('takes lines that are set in columns for rows', async () => {
    const text =
      'HOURS\nMonday         closed\nTuesday        7.30 - 17.00\nOn holidays we rest.\n\nPRICES\nSize ...... Wash ... Dry\nSmall ..... £4 ... £2\nLarge ..... £9 ... £3';
    expect(await outline('text', text)).toEqual([
      'HOURS | - Monday: closed | - Tuesday: 7.30 - 17.00 | On holidays we rest.',
      'PRICES | - Size: Small; Wash: £4; Dry: £2 | - Size: Large; Wash: £9; Dry: £3',
    ]);
  });

  it('parts lines that each name what they tell of from the text around them', async () => {
    const text =
      'We have rooms.\nPupils: free for two hours a week, and then six dollars an hour\nOthers: $14 an hour\nWith a piano: $22 an hour\nBook at the office.';
    expect(await outline('text', text)).toEqual([
      ' | We have rooms. | - Pupils: free for two hours a week, and then six dollars an hour | - Others: $14 an hour | - With a piano: $22 an hour | Book at the office.',
    ]);
    const wrapped = 'Note: some\nEnd: of all the lines here is longer than others and goes\nHow: so\non and on.';
    expect(await outline('text', wrapped)).toEqual([` | ${wrapped.replaceAll('\n', ' ')}`]);
  });

  it('says a note with a star where its mark stands', async () => {
    expect(await outline('text', 'Rabbits* £5.\n* On request only.')).toEqual([' | Rabbits (On request only) £5.']);
    expect(await outline('text', 'Rabbits * £5.\n\n- Peak *: £6\n- Off: £5\n\n* Peak: Saturdays.')).toEqual([
      ' | Rabbits * £5. | - Peak (Saturdays): £6 | - Off: £5',
    ]);
  });

  it('parts short lines by commas, and takes ticks for marks', async () => {
    const text = 'Delivery\nGermany 4.90\nAustria 9.90\n\n✓ Free returns\n✓ 24h support\n\nWe ship\nto:\n- Ireland';
    expect(await outline('text', text)).toEqual([
      ' | Delivery, Germany 4.90, Austria 9.90 | - Free returns | - 24h support | We ship to: | - Ireland',
    ]);
  });

  it('keeps the number of a day, and takes the numbers of a list for marks', async () => {
    const text = '24. Dezember: geschlossen.\n\nGilt vom 1. bis\n30. September.\n\nTo return:\n1. Pack\n\n2. Send';
    expect(await outline('text', text)).toEqual([
      ' | - 24. Dezember: geschlossen. | Gilt vom 1. bis 30. September. | To return: | - Pack | - Send',
    ]);
  });

  it('takes lines that are called question and answer for pairs, and what stands around them as before', async () => {
    const text =
      'Ask us.\n\nShipping\n--------\nQ: Do you ship\nto Ireland?\nA: Yes,\ndaily.\n\nWe use:\n- bikes\n- vans\n\nQ: Late?\n\nA: No.\n-----\nQ: And A: yes?\n\nHours\n-----\nDaily.';
    expect(await outline('text', text)).toEqual([
      ' | Ask us.',
      'Shipping/Do you ship to Ireland? | Yes, daily. | We use: | - bikes | - vans',
      'Shipping/Late? | No.',
      'Hours | Daily.',
    ]);
  });

  it.each([
    'Question: Open?\nAnswer: Yes.\nQuestion: Late?\nAnswer: No.',
    'Q1: Open?\nA1: Yes.\n\nQ2: Late?\nA2: No.',
    'Q. Open?\nA. Yes.\n\nQ. Late?\nA. No.',
    '1. Frage: Open?\nAntwort: Yes.\n2. Frage: Late?\nAntwort: No.',
    'F: Open?\nA: Yes.\nF: Late?\nA: No.',
    'Question : Open?\nRéponse : Yes.\nQuestion : Late?\nRéponse : No.',
    'P: Open?\nR: Yes.\nP: Late?\nR: No.',
    'Domanda:\nOpen?\nRisposta:\nYes.\nDomanda:\nLate?\nRisposta:\nNo.',
  ])('knows the names in %j', async (text) => {
    expect(await outline('text', text)).toEqual(['Open? | Yes.', 'Late? | No.']);
  });

  it.each([
    ['P: Parking\nR: Ramp\n\nD: Doors', ' | P: Parking R: Ramp | D: Doors'],
    ['Question: what is a fact?\n\nA sentence.', ' | Question: what is a fact? | A sentence.'],
    ['A: adults\nC: children', ' | A: adults C: children'],
  ])('takes no other labels for them: %j', async (text, line) => {
    expect(await outline('text', text)).toEqual([line]);
  });

  it.each([
    ['UTF-8 with a mark', new Uint8Array([0xef, 0xbb, 0xbf, 0x63, 0xc3, 0xa9]), undefined],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x63, 0, 0xe9, 0]), undefined],
    ['Windows-1252, unannounced', new Uint8Array([0x63, 0xe9]), undefined],
    ['an announced charset', new Uint8Array([0x63, 0x82]), 'ibm866'],
  ])('decodes %s', async (_, bytes, charset) => {
    const { sections } = await read('text', bytes, charset ? { charset } : {});
    expect(sections[0]?.blocks[0]?.text).toBe(charset ? 'c\u0412' : 'cé');
  });

  it('keeps the euro signs, quotes and dashes of Windows-1252', async () => {
    const bytes = Uint8Array.from([0x35, 0x20, 0x80, 0x20, 0x96, 0x20, 0x93, 0xfc, 0x94]);
    expect((await read('text', bytes)).sections[0]?.blocks[0]?.text).toBe('5 € – "ü"');
    expect((await read('text', bytes, { charset: 'latin1' })).sections[0]?.blocks[0]?.text).toBe('5 € – "ü"');
  });

  it.each(['', ' \n ', '---', '…'])('finds no text in %j', async (text) => {
    await expect(read('text', text)).rejects.toMatchObject({ code: 'no_text' });
  });

  it.each([
    ['Windows-1251', 'cff0e8e2e5f22c20ece8f02e20c4eef1f2e0e2eae02e'],
    ['Shift JIS', '8365835883678ec582b78142838a815b83578387'],
  ])('refuses %s, which nothing names, instead of storing other letters', async (_, hex) => {
    await expect(read('text', new Uint8Array(Buffer.from(hex, 'hex')))).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('UTF-8'),
    });
  });

  it('refuses a program', async () => {
    await expect(read('text', new Uint8Array([0x7f, 0x45, 0, 0]))).rejects.toMatchObject({ code: 'unreadable' });
  });
});

describe('HTML', () => {
  const page = `<!doctype html><html lang="en-IE"><head><title>FAQ | Shop</title><meta name="robots" content="noindex">
    <link rel="canonical" href="/faq"><style>p{}</style></head><body><header>Shop <nav><a href="/a">Home</a></nav></header>
    <main><header><h1>Questions</h1></header><p>We ship to<br>Ireland &amp; <b>the Neth</b>erlands.</p>
    <h2 id="ret">Returns</h2><div>Free<div>within 30 days</div></div><ul><li>Bikes <ul><li>Folding</li></ul></li><li><p>Parts</p></li></ul>
    <p hidden>secret</p><p style="display: none">secret</p><script>secret()</script><form>Search <input></form>
    <table><tr><th>Size<th>Price<tr><td>S<td>4.50</table><table><tr><td>Phone:<td>123</table>
    <details><summary>Do you repair?</summary>Yes, daily.</details><dl><dt>Warranty</dt><dd>Two years.</dd></dl>
    <a href="b?x=1#y">B</a> <a rel="nofollow" href="/c">C</a> <a href="mailto:a@b.example">mail</a></main><footer>© 2026</footer></body></html>`;

  it('gives the main part, without what surrounds it', async () => {
    expect(await outline('html', page)).toEqual([
      'Questions | We ship to Ireland & the Netherlands.',
      'Questions/Returns | Free | within 30 days | - Bikes | - Folding | - Parts | - Size: S; Price: 4.50 | - Phone: 123',
      'Questions/Returns/Do you repair? | Yes, daily.',
      'Questions/Returns/Warranty | Two years.',
      'Questions/Returns | B C mail: a@b.example',
    ]);
  });

  it('tells of title, language, links and wishes', async () => {
    const { title, language, links, canonical, noindex, sections } = (await read('html', page, {
      url: 'https://shop.example/help/faq.html',
    })) as WebPage;
    expect({ title, language, canonical, noindex }).toEqual({
      title: 'Questions',
      language: 'en-IE',
      canonical: 'https://shop.example/faq',
      noindex: true,
    });
    expect(links).toEqual(['https://shop.example/a', 'https://shop.example/help/b?x=1#y']);
    expect(sections.map(({ fragment }) => fragment)).toEqual([null, 'ret', null, null, 'ret']);
  });

  it.each([
    [
      '<tr><th>Day<th>Hours<tr><td rowspan=2>Mon<td>9-5<tr><td>6-8<tr><td>Tue<td>9-5',
      ['Day: Mon; Hours: 9-5', 'Day: Mon; Hours: 6-8', 'Day: Tue; Hours: 9-5'],
    ],
    ['<tr><td rowspan=0>Mon<td>9-5<tr><td>6-8<tr>', ['Mon: 9-5', 'Mon: 6-8']],
    [
      '<tr><th>Day<th>From<th>To<tr><td>Sat<td colspan=2>closed<tr><td colspan=3>By appointment too',
      ['Day: Sat; From: closed; To: closed', 'By appointment too'],
    ],
    [
      '<tr><th colspan=3>Tickets<tr><th rowspan=2>Age<th colspan=2>Price<tr><th>Day<th>Year<tr><td>Adult<td>9<td>90',
      ['Tickets', 'Age: Adult; Price Day: 9; Price Year: 90'],
    ],
    ['<tr><td colspan=2>Contact<tr><td>Phone<td>123', ['Contact', 'Phone: 123']],
    ['<thead><tr><th>A<th rowspan=9>B</thead><tbody><tr><td>1<td>2', ['A: 1; B: 2']],
    ['<tr><th>A<th>B<th>C<th>D<tr><td>1<td>2<td>3<td rowspan=2>4<tr><td>5', ['A: 1; B: 2; C: 3; D: 4', 'A: 5; D: 4']],
    ['<tr><th>A<th>B<tr><th>1<th>2', ['A: 1; B: 2']],
    ['<thead><tr><td>A<td>B</thead><tbody><tr><td>1<td>2', ['A: 1; B: 2']],
    [
      '<tr><td colspan=3>Boxes<tr><td>Size<td>Price<td>Delivery<tr><td>S<td>4.50<td>3 days',
      ['Boxes', 'Size: S; Price: 4.50; Delivery: 3 days'],
    ],
    ['<tr><td>Zone<td>Price<tr><td>Ireland<td>4.50', ['Zone: Ireland; Price: 4.50']],
    ['<tr><td>Name<td>Anna<tr><td>Phone<td>123', ['Name: Anna', 'Phone: 123']],
    [
      '<tr><td>Room<td>Double room<tr><td>Price<td>80 €<tr><td>Breakfast<td>included',
      ['Room: Double room', 'Price: 80 €', 'Breakfast: included'],
    ],
    ['<tr><td>Delivery<td>next day<tr><td>Returns<td>30 days', ['Delivery: next day', 'Returns: 30 days']],
    ['<tr><td>Contact<td>by phone<tr><td>Hotline<td>030 123', ['Contact: by phone', 'Hotline: 030 123']],
    ['<tr><td>Artikel<td>Preis (EUR)<tr><td>Tour 3<td>849', ['Artikel: Tour 3; Preis (EUR): 849']],
    ['<tr><td><td>Basic<td>Pro<tr><td>Price<td>9 €<td>19 €', ['Price; Basic: 9 €; Pro: 19 €']],
    ['<tr><td><td>Basic<tr><td><td>9 €', ['Basic', '9 €']],
    [
      '<tr><th><h3>Basic</h3><th>Pro<tr><td>9 €<ul><li>Mail<li>Chat</ul><td><ol><li>All.<li>Phone</ol>',
      ['Basic: 9 € Mail, Chat; Pro: All. Phone'],
    ],
    [
      '<tr><th>Name<th>About<th>Price<th>Note<tr><td>Tour 3<td>Light bike. For cities.<td>849.<td>New! Ask Dr. Wu',
      ['Name: Tour 3; Price: 849; About: Light bike. For cities. Note: New! Ask Dr. Wu'],
    ],
    [
      '<tr><th>Summer<th>Price<tr><td>Adult<td>€5<tr><th>Winter<th>Price<tr><td>Adult<td>€3',
      ['Summer: Adult; Price: €5', 'Winter: Adult; Price: €3'],
    ],
    [
      '<tr><td>Room<td>Beds<td>Price<tr><td>Sea<td>1<td>€5<tr><td>Flat<td>Beds<td>Price<tr><td>Hill<td>2<td>€9',
      ['Room: Sea; Beds: 1; Price: €5', 'Flat: Hill; Beds: 2; Price: €9'],
    ],
    [
      '<thead><tr><th>A<th>B</thead><tbody><tr><td>1<td>2</tbody><thead><tr><th>C<th>D</thead><tbody><tr><td>3<td>4',
      ['A: 1; B: 2', 'C: 3; D: 4'],
    ],
    [
      '<tr><th>Age<th>Price<tr><td>Adult<td>9<tr><th rowspan=2>Age<th colspan=2>Price<tr><th>Day<th>Year<tr><td>Child<td>4<td>40',
      ['Age: Adult; Price: 9', 'Age: Child; Price Day: 4; Price Year: 40'],
    ],
    [
      '<tr><th>Item<th>Price<tr><td>Tour<td>5<tr><th>Subtotal<th>5<tr><td>City<td>6<tr><th>Sum<th>11',
      ['Item: Tour; Price: 5', 'Item: Subtotal; Price: 5', 'Item: City; Price: 6', 'Item: Sum; Price: 11'],
    ],
    [
      '<tr><th>Day<th>Hours<tr><td>Mon<td>9-5<tr><th>Sun<th>closed<tr><td>Tue<td>9-5',
      ['Day: Mon; Hours: 9-5', 'Day: Sun; Hours: closed', 'Day: Tue; Hours: 9-5'],
    ],
    ['<tr><th>A<th>B<tr><th>1<th>2<tr><th>3<th>4', ['A: 1; B: 2', 'A: 3; B: 4']],
    [
      '<tr><td>Haircut<td>€30<tr><td colspan=2>With washing<tr><td>Colour<td>€60<tr><td colspan=2>With advice<tr><td>Beard<td>€9',
      ['Haircut: €30', 'With washing', 'Colour: €60', 'With advice', 'Beard: €9'],
    ],
  ])('tells the cells of %s under their columns', async (table, rows) => {
    expect(await outline('html', `<table>${table}</table>`)).toEqual([
      ['', ...rows.map((row) => `- ${row}`)].join(' | '),
    ]);
  });

  it('tells rows under the caption of their table, and what follows under none', async () => {
    const table = (caption: string, hours: string) =>
      `<table><caption>${caption}</caption><tr><th>Day<th>Hours<tr><td>Mon<td>${hours}</table>`;
    expect(await outline('html', `<h2>Hours</h2>${table('Summer', '9-5')}${table('Winter', '10-4')}Call us.`)).toEqual([
      'Hours/Summer | - Day: Mon; Hours: 9-5',
      'Hours/Winter | - Day: Mon; Hours: 10-4',
      'Hours | Call us.',
    ]);
  });

  it.each([
    ['th', '', ['Hours/Summer | - Mon: 9-5 | - Sat: 9-2']],
    ['td', '', ['Hours/Summer | - Mon: 9-5 | - Sat: 9-2']],
    ['th', '<tr><td>Sun<td>closed', ['Hours | - Sun: closed', 'Hours/Summer | - Mon: 9-5 | - Sat: 9-2']],
  ])('tells rows under the row of one cell, a %s, above them', async (cell, above, first) => {
    const group = (title: string, mon: string, sat: string) =>
      `<tr><${cell} colspan=2>${title}</${cell}><tr><td>Mon<td>${mon}<tr><td>Sat<td>${sat}`;
    const rows = `${above}${group('Summer', '9-5', '9-2')}${group('Winter', '10-3', 'closed')}`;
    expect(
      await outline('html', `<h2>Hours</h2><table>${rows}<tr><td colspan=2>Or by appointment</table>Call us.`),
    ).toEqual([...first, 'Hours/Winter | - Mon: 10-3 | - Sat: closed', 'Hours | - Or by appointment | Call us.']);
  });

  it('keeps raised figures apart from the number before, in headings and cells too', async () => {
    const page =
      '<h2>From €4<sup>50</sup></h2><p>Plan: $49<sup>1</sup>, 1<sup>1</sup>/<sub>2</sub> m<sup>2</sup>.<table><tr><td>Apples<td>€12<sup>50</sup></table>';
    expect(await outline('html', page)).toEqual(['From €4.50 | Plan: $49, 1 1/2 m2. | - Apples: €12.50']);
  });

  it('ends a paragraph where two line breaks leave a line empty', async () => {
    const page = '<p>We open<br>at nine<br> <br/>We close at <b>five<br></b><br>Call us';
    expect(await outline('html', page)).toEqual([' | We open at nine | We close at five | Call us']);
  });

  it('parts short lines as plain text does, in an item too', async () => {
    const page = `<p>Mon 9-17<br>Tue
      9-17<br>Sat <b>closed</b><br></p><p>We have:<br>- Bikes<br>- Parts</p><ul><li>Main St 5<br>Dublin<br>Ireland</ul>`;
    expect(await outline('html', page)).toEqual([
      ' | Mon 9-17, Tue 9-17, Sat closed | We have: | - Bikes | - Parts | - Main St 5, Dublin, Ireland',
    ]);
  });

  it('refuses a table that spans make endless', async () => {
    const table = `<table><tr>${'<td rowspan=0 colspan=999>'.repeat(5_000)}${'<tr><td>'.repeat(5_000)}</table>`;
    await expect(read('html', table)).rejects.toMatchObject({ code: 'too_long' });
  });

  it('bounds titles and ids, which all that stands under them carries along', async () => {
    const long = 'Word '.repeat(40_000);
    const text = `<title>${long}</title><h2 id="${'x'.repeat(3_000)}">${long}</h2>${'<h3 id="b">B</h3>b'.repeat(2_000)}`;
    const { title, sections } = await read('html', text);
    expect([title?.length, sections.length]).toEqual([199, 2_000]);
    expect(new Set(sections.map(({ titles }) => titles.map(({ length }) => length).join()))).toEqual(
      new Set(['199,1']),
    );
    const [first] = (await read('html', `<h2 id="${'x'.repeat(3_000)}">A</h2>a`)).sections;
    expect(first).toMatchObject({ titles: ['A'], fragment: null });
  });

  it('reads pages without a main part, and fragments', async () => {
    expect(await outline('html', '<h1>A</h1>Text<p>more')).toEqual(['A | Text | more']);
    expect(await outline('html', '<main></main><div>Outside.</div>')).toEqual([' | Outside.']);
  });

  it('takes what stands in bold in a line of its own for a heading', async () => {
    const page =
      '<h2>Care</h2><p><strong>Vaccinations</strong></p><p>All dogs.</p><p> <b>Food</b><br>Twice a day.</p><p><b>Cash only</b></p><ul><li><p><b>Beds</b></p></ul><p><b>Dogs</b> may come.';
    expect(await outline('html', page)).toEqual([
      'Care/Vaccinations | All dogs.',
      'Care/Food | Twice a day.',
      'Care | Cash only | - Beds | Dogs may come.',
    ]);
  });

  it('reads what buttons unfold, under what stands on them', async () => {
    const faq = `<main><h1>FAQ</h1><h2 id="de"><button aria-expanded="false" aria-controls="a">Do you ship to Germany?<svg><title>+</title></svg></button></h2>
      <div id="a" hidden>Yes, in 3 days.</div><button aria-expanded="false" aria-controls="b c" id="back">Can I return it?</button>
      <div id="b" style="display:none">Within 30 days.<button>Was this helpful?</button></div><h2>Prices <button>Copy</button></h2>From 5 euros.
      <div role="tablist"><button role="tab" aria-controls="t">Sizes</button></div><div role="tabpanel" id="t" aria-hidden="true">S to XL.</div>
      <button hidden aria-expanded="false" aria-controls="d">More</button><p id="e" hidden>secret</p></main>`;
    expect(await outline('html', faq)).toEqual([
      'FAQ/Do you ship to Germany? | Yes, in 3 days.',
      'FAQ/Do you ship to Germany?/Can I return it? | Within 30 days.',
      'FAQ/Prices | From 5 euros.',
      'FAQ/Prices/Sizes | S to XL.',
    ]);
  });

  it('reads what links and other signs unfold, and under a question on a button what stands behind it', async () => {
    const faq = `<main><h1>FAQ</h1><button class="accordion">Do you ship?</button><div class="panel">Yes.<button>Helpful?</button></div>
      <a href="#a" aria-expanded="false">Can I return it?</a><div id="a" hidden>Within 30 days.</div>
      <div role="button" aria-expanded="false" aria-controls="b"><span>Late?</span></div><div id="b" style="display:none">No.</div>
      <h3 role="button" aria-expanded="false" aria-controls="c">Hours</h3><div id="c" hidden>Daily.</div>
      <div role="button" aria-expanded="true"><p>Ask us.</p></div><a href="/terms">Questions?</a></main>`;
    expect(await outline('html', faq)).toEqual([
      'FAQ/Do you ship? | Yes.',
      'FAQ/Can I return it? | Within 30 days.',
      'FAQ/Late? | No.',
      'FAQ/Hours | Daily. | Ask us. | Questions?',
    ]);
  });

  it('reads the answer that a sign unfolds within itself', async () => {
    const faq = `<main><h1>FAQ</h1><div role="button" aria-expanded="false" aria-controls="a"><h3>Do you ship?</h3>
      <div id="a" hidden>Yes, to Ireland.</div></div><a href="#b" aria-expanded="false"><h3>Late?</h3><div id="b">No.</div></a></main>`;
    expect(await outline('html', faq)).toEqual(['FAQ/Do you ship? | Yes, to Ireland.', 'FAQ/Late? | No.']);
  });

  it('takes an article for the main part where it is most of the page', async () => {
    const article = '<article>We repair bikes of all kinds.</article>';
    expect(await outline('html', `<div>Menu</div>${article}`)).toEqual([' | We repair bikes of all kinds.']);
    const page = `<h1>Hotel</h1><p>Rooms from 80 euros.</p>${article}<p>Parking is free.</p>`;
    expect(await outline('html', page)).toEqual([
      'Hotel | Rooms from 80 euros. | We repair bikes of all kinds. | Parking is free.',
    ]);
  });

  it('reads the header of a section', async () => {
    const page = '<header>Shop</header><section><header><h2>Hours</h2><p>Summer</p></header>Daily.</section>';
    expect(await outline('html', page)).toEqual(['Hours | Summer | Daily.']);
  });

  it('reads a page that is all form, and no form of a page', async () => {
    const page = '<form><nav>Home</nav><h1>Hours</h1><p>Open daily.</p></form><form><p>Your name</p></form>';
    expect(await outline('html', page)).toEqual(['Hours | Open daily.']);
  });

  it('does not take a page for UTF-16 that says so in single bytes', async () => {
    expect(await outline('html', '<meta charset="utf-16"><p>Open daily, caf\u00e9 too.')).toEqual([
      ' | Open daily, caf\u00e9 too.',
    ]);
  });

  it('says a note with a star below a table where its mark stands', async () => {
    const page =
      '<table><tr><th>Ticket<th>Peak*<tr><td>Adult<td>£12<tr><td>Child<td>£9</table><p>* Peak: Saturdays.</p>';
    expect(await outline('html', page)).toEqual([
      ' | - Ticket: Adult; Peak (Saturdays): £12 | - Ticket: Child; Peak (Saturdays): £9',
    ]);
  });

  it('leaves out what is struck out', async () => {
    const page = '<p>Adults <del>20</del> <ins>15</ins> euros, children <s>9</s> 8, groups <strike>5</strike> 4.';
    expect(await outline('html', page)).toEqual([' | Adults 15 euros, children 8, groups 4.']);
  });

  it('leaves out raised marks that lead to notes on the page, and no others', async () => {
    const page = `<h1>Bike<sup><a href="#fn1">1</a></sup></h1>
      <p>Built in 1890<sup id="cite_ref-1" class="reference"><a href="#cite_note-M%C3%BCller-1"><span>[</span>1<span>]</span></a></sup>.
      Free<a href="https://shop.example/bike#fn1"><sup>*</sup></a> for 9 m<sup>2</sup>, see<sup><a href="/terms#fn1">[2]</a></sup>
      and<sup><a href="#prices">[3]</a></sup>, the 1<sup>st</sup><sup>[4]</sup>.</p>
      <table><tr><td>Weight<td>9 kg<sup><a href="#fn1">[note 1]</a></sup></table><h2 id="prices">Prices</h2>
      <ol><li id="cite_note-Müller-1">Müller, 1900.</li></ol><p id="fn1">Above 50 euros.</p>`;
    const { sections, title } = await read('html', page, { url: 'https://shop.example/bike' });
    expect(title).toBe('Bike');
    expect(sections.flatMap(({ blocks }) => blocks.map(({ text }) => text))).toEqual([
      'Built in 1890. Free for 9 m2, see[2] and[3], the 1st[4].',
      'Weight: 9 kg',
      'Müller, 1900.',
      'Above 50 euros.',
    ]);
  });

  it('decodes the charset that the page names', async () => {
    const bytes = Buffer.from('<meta charset="iso-8859-1"><p>caf\u00e9 \u00df', 'latin1');
    expect(await outline('html', new Uint8Array(bytes))).toEqual([' | caf\u00e9 \u00df']);
  });

  it('refuses what is nested too deeply', async () => {
    await expect(read('html', '<div>'.repeat(5_000).concat('x'))).rejects.toMatchObject({ code: 'too_long' });
  });
});

describe('CSV', () => {
  it('puts rows under the row of one cell that names them, and says notes below', async () => {
    const text =
      'Item,Weekend,Week\nTENTS,,\nDome,£32,£54\nTunnel,£58,\nCOOKING,,\nStove **,£7,£11\nPan,,\n** Gas is sold.,,\nPrices are in pounds.,,\n';
    expect(await outline('csv', text)).toEqual([
      'TENTS | - Item: Dome; Weekend: £32; Week: £54 | - Item: Tunnel; Weekend: £58',
      'COOKING | - Item: Stove (Gas is sold); Weekend: £7; Week: £11 | - Item: Pan',
      ' | Prices are in pounds.',
    ]);
  });

  it('makes a sentence of each row, with any delimiter', async () => {
    expect(await outline('csv', '\ufeffProduct;Price\n"Tour; 3";849\n\nCity;\n')).toEqual([
      'Tour; 3 | - Product: Tour; 3; Price: 849',
      'City | - Product: City',
    ]);
  });

  it('tells a cell of several sentences behind the others', async () => {
    const text = 'Name,Description,Price\nTour 3,Light bike. For city use.,849\nCity,Red.,649\n';
    expect(await outline('csv', text)).toEqual([
      'Tour 3 | - Name: Tour 3; Price: 849; Description: Light bike. For city use.',
      'City | - Name: City; Description: Red; Price: 649',
    ]);
  });

  it.each([
    ['a line that names it', 'sep=;\nName, first;Price\nA;5\n'],
    ['other delimiters within names', '"Name, ""first"", second";Price\nA;5\n'],
    ['bars', 'Name|Price\nA|5\n'],
    ['an empty line before', '\nName;Price, net\nA;5\n'],
  ])('finds the delimiter of %s', async (_, text) => {
    const [row] = await outline('csv', text);
    expect(row).toMatch(/^A \| - Name.*: A; Price.*: 5$/);
  });

  it('knows questions and answers', async () => {
    expect(await outline('csv', 'id,Question,Answer\n1,Open?,"Yes.\nDaily."\n2,Empty?,\n')).toEqual([
      'Open? | Yes. | Daily.',
    ]);
  });

  it('says what other columns add to an answer, and nothing that is for those who keep them', async () => {
    const text =
      'Category;Question;Answer;Details;Internal notes;Last updated;Views\nShip to all;Do you ship?;Yes;Only within the EU;Ask Bob first;2 May 2025;12\nAll;Late?;Rarely. Never at night.;Call us first.;;;\nAll;Open?;Yes.;;;;\nAll;Empty?;;Only on request;;;\n';
    expect(await outline('csv', text)).toEqual([
      'Ship to all/Do you ship? | Yes; Details: Only within the EU',
      'All/Late? | Rarely. Never at night. | Details: Call us first.',
      'All/Open? | Yes.',
    ]);
    expect(await outline('csv', 'Question (EN),Answer (EN),Answer (DE)\nOpen?,"Yes, daily","Ja, jeden Tag"\n')).toEqual(
      ['Open? | Yes, daily'],
    );
  });

  it.each([
    'Pregunta;Respuesta\n',
    'Question;Réponse\n',
    'Vragen;Antwoorden\n',
    'Question (EN);Answer (EN)\n',
    'Fragen;Antworten\n',
    'FAQ\nQuestions;Answers\n',
    '',
  ])('knows pairs under the names %j', async (names) => {
    expect(await outline('csv', `${names}Open?;Yes, daily.\nCan I return it;Within 30 days.\n`)).toEqual([
      'Open? | Yes, daily.',
      'Can I return it | Within 30 days.',
    ]);
  });

  it.each([
    ['Tour 3,849,12 kg\nTour 5,999,13 kg\n', ['Tour 3 | - Tour 3; 849; 12 kg', 'Tour 5 | - Tour 5; 999; 13 kg']],
    ['Double room,80\nSuite,120\n', ['Double room | - Double room: 80', 'Suite | - Suite: 120']],
    ['Paket,bis 2 kg\nInland,4.90\n', ['Inland | - Paket: Inland; bis 2 kg: 4.90']],
    ['Größe,38\nBestand,3\n', ['Bestand | - Größe: Bestand; 38: 3']],
    ['Bikes,2025,2026\nTour,849,999\n', ['Tour | - Bikes: Tour; 2025: 849; 2026: 999']],
    ['Model,Vegan?\nTour,yes\n', ['Tour | - Model: Tour; Vegan?: yes']],
    ['Open?,Yes.\n', ['Open? | Yes.']],
    ['Mon,9-12,14-17\nTue,9-11,13-17\n', ['Mon | - Mon; 9-12; 14-17', 'Tue | - Tue; 9-11; 13-17']],
    ['Inland,4.90,9.90\nEU,8.90,14.90\n', ['Inland | - Inland; 4.90; 9.90', 'EU | - EU; 8.90; 14.90']],
    ['Format;100;250\nA6;19;29\n', ['A6 | - Format: A6; 100: 19; 250: 29']],
    ['Distance,5 km,10 km\nAnna,20 km,30 km\n', ['Anna | - Distance: Anna; 5 km: 20 km; 10 km: 30 km']],
    [';100;120\nWidth;90;110\n', ['Width | - Width; 100: 90; 120: 110']],
    ['Model,V,A\nCharger,12,2\n', ['Charger | - Model: Charger; V: 12; A: 2']],
    ['Bremsbelag;F;R\nTour;9;8\n', ['Tour | - Bremsbelag: Tour; F: 9; R: 8']],
    ['Q;A\nOpen;Yes.\n', ['Open | Yes.']],
    [
      'Summer;Price\nAdult;€5\nWinter;Price\nAdult;€3\n',
      ['Adult | - Summer: Adult; Price: €5', 'Adult | - Winter: Adult; Price: €3'],
    ],
    ['Name;Room\nAnna;Room\nBob;Double\n', ['Anna | - Name: Anna; Room: Room', 'Bob | - Name: Bob; Room: Double']],
  ])('tells names of columns from a first row: %j', async (text, sections) => {
    expect(await outline('csv', text)).toEqual(sections);
  });

  it.each([
    ['alone in its row', 'Price list 2026\nProduct,Price\nTour 3,849\nCity,649\n'],
    ['before empty cells', 'Price list 2026;\r\n;\r\nProduct;Price\r\nTour 3;849\r\nCity;649\r\n'],
  ])('takes no title %s for the names of the columns', async (_, text) => {
    expect(await outline('csv', text)).toEqual([
      'Tour 3 | - Product: Tour 3; Price: 849',
      'City | - Product: City; Price: 649',
    ]);
    expect((await read('csv', text)).title).toBe('Price list 2026');
  });

  it('says what stands between a title and the names of the columns', async () => {
    const rows = 'Preise,,\nAlle Preise mit MwSt.,,\nFahrrad,Preis in Euro,Hinweis\nTour 3,849,\nCity,649,neu\n';
    expect(await outline('csv', rows)).toEqual([
      ' | Alle Preise mit MwSt.',
      'Tour 3 | - Fahrrad: Tour 3; Preis in Euro: 849',
      'City | - Fahrrad: City; Preis in Euro: 649; Hinweis: neu',
    ]);
    expect(await outline('csv', 'FAQ,\nQuestion,Answer\nOpen?,Yes.\n')).toEqual(['Open? | Yes.']);
  });

  it.each([
    ['Product,\nTour 3,849\nCity,649\n', 'Tour 3 | - Product: Tour 3; 849'],
    ['Product,\nTour,fast\nCity,849\n', 'Tour | - Product: Tour; fast'],
    ['Opening hours,\nMonday,closed\nTuesday,9-17\n', 'Monday | - Opening hours: Monday; closed'],
    ['Contact;\nAddress;Main Street\nPhone;123\n', 'Address | - Contact: Address; Main Street'],
    ['Facts\nWe ship, daily.\nOpen from 9, closed at 5.\n', 'We ship, daily. | - Facts: We ship, daily.'],
    ['Name\nAnna,Sales\nBob,Support\n', 'Anna,Sales | - Name: Anna,Sales'],
  ])('leaves a lone name above its column: %j', async (text, first) => {
    expect((await outline('csv', text))[0]).toBe(first);
  });

  it('refuses 100,000 rows, and what is no CSV', async () => {
    await expect(read('csv', `a,b\n${'1,2\n'.repeat(100_000)}`)).rejects.toMatchObject({ code: 'too_long' });
    await expect(read('csv', `a\n"${'x'.repeat(200_000)}"`)).rejects.toMatchObject({ code: 'unreadable' });
    await expect(read('csv', 'only,a,header\n')).rejects.toMatchObject({ code: 'no_text' });
  });

  it('takes as many rows as it may', async () => {
    expect(await outline('csv', `a,b\n${'1,2\n'.repeat(documentLimits.rows)}`)).toHaveLength(documentLimits.rows);
  });
});

describe('questions', () => {
  it('reads pairs, and takes marks for those of a list', async () => {
    const pairs = [
      { question: 'Open?', answer: 'Yes.\nDaily.' },
      { question: 'What do you sell?', answer: 'We sell:\n- bread\n- milk' },
    ];
    expect(await outline('questions', JSON.stringify(pairs))).toEqual([
      'Open? | Yes. | Daily.',
      'What do you sell? | We sell: | - bread | - milk',
    ]);
  });

  it.each(['[{"question": 1}]', '[', 'What?'])('refuses %j', async (text) => {
    await expect(read('questions', text)).rejects.toMatchObject({ code: 'unreadable' });
  });
});
