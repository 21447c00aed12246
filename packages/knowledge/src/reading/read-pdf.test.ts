import { PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, it } from 'vitest';
import { documentLimits } from '../limits.ts';
import { outline, read } from './testing/outline.ts';

async function pdf(
  pages: (string | { big: string } | { bold: string } | { at: number; text: string })[][],
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  for (const lines of pages) {
    const page = document.addPage();
    let y = 780;
    for (const line of lines) {
      if (typeof line === 'string') page.drawText(line, { x: 50, y, size: 11, font });
      else if ('big' in line) page.drawText(line.big, { x: 50, y, size: 18, font });
      else if ('bold' in line) page.drawText(line.bold, { x: 50, y, size: 11, font: bold });
      else page.drawText(line.text, { x: 50, y: line.at, size: 11, font });
      y -= line === '' ? 14 : 13;
    }
  }
  return document.save();
}

/** A PDF of empty pages. */
function empty(pages: number): Uint8Array {
  const kids = Array.from({ length: pages }, (_, index) => `${index + 3} 0 R`);
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]>>`];
  objects.push(...kids.map(() => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>'));
  const body = objects.map((object, index) => `${index + 1} 0 obj${object}endobj\n`).join('');
  return new TextEncoder().encode(`%PDF-1.4\n${body}trailer<</Root 1 0 R/Size ${objects.length + 1}>>\n%%EOF`);
}

it('finds headings, paragraphs and items, and joins what a line or page broke', async () => {
  const footer = (page: number) => ({ at: 20, text: `Shop handbook, page ${page}` });
  const bytes = await pdf([
    [{ big: 'Shipping' }, 'We ship to Ireland and the Nether-', 'lands only. It costs', footer(1)],
    ['4.50 euros.', '24. Dezember: closed', '', 'Items:', '• Bikes', '• Parts', footer(2)],
    [{ big: 'Returns' }, 'Free.', footer(3)],
  ]);
  const { sections } = await read('pdf', bytes);
  expect(await outline('pdf', bytes)).toEqual([
    'Shipping | We ship to Ireland and the Netherlands only. It costs 4.50 euros. | - 24. Dezember: closed | Items: | - Bikes | - Parts',
    'Returns | Free.',
  ]);
  expect(sections.map(({ fragment }) => fragment)).toEqual(['page=1', 'page=3']);
});

it('finds headings that are bold and no larger, and takes no bold words for one', async () => {
  const bytes = await pdf([
    [
      { bold: 'Shipping' },
      'We ship to Ireland, where that costs',
      { bold: 'Only 5 euros' },
      'and takes two days.',
      { bold: 'Is it insured?' },
      'Yes.',
      { big: 'Returns' },
      { bold: 'From Germany' },
      'Free.',
      { bold: 'Please note: we never' },
      { bold: 'ship on Sundays.' },
      'Ask us, in the shop or at the market on Saturday mornings.',
    ],
  ]);
  expect(await outline('pdf', bytes)).toEqual([
    'Shipping | We ship to Ireland, where that costs Only 5 euros and takes two days.',
    'Is it insured? | Yes.',
    'Returns/From Germany | Free. Please note: we never ship on Sundays. Ask us, in the shop or at the market on Saturday mornings.',
  ]);
});

const bikes = [
  ['Tour bike', 'Made for touring, with lights and a bell.', 'Frames are made of steel.', '849'],
  ['City bike', 'Good in town, on cobbles and in rain.', 'Seven gears in the hub.', '699'],
  ['Kids bike', 'Small frame and wide tyres for children.', 'Training wheels can be added.', '249'],
  ['Cargo bike', 'Carries two children and the shopping.', 'The motor has 250 watts.', '2999'],
] as const;

it.each([
  ['a footer', (page: number) => [{ at: 20, text: `Catalogue 2026, page ${page} of 4` }]],
  ['the number of the page', (page: number) => [{ at: 20, text: `${page}` }]],
  ['numbers that began elsewhere', (page: number) => [{ at: 20, text: `Bikes | ${page + 56}` }]],
  ['no footer', () => []],
])('keeps what differs from page to page in more than its number, with %s', async (_, footer) => {
  const bytes = await pdf(
    bikes.map(([name, made, more, price], index) => [
      { big: name },
      made,
      more,
      '',
      `Price: ${price} euros`,
      ...footer(index + 1),
    ]),
  );
  expect(await outline('pdf', bytes)).toEqual(
    bikes.map(([name, made, more, price]) => `${name} | ${made} ${more} | Price: ${price} euros`),
  );
});

it('keeps headings that are numbered as pages are, numbers alone, and prices that all pages have', async () => {
  const page = (number: number, text: string, alone: string) => [
    { big: `Room ${number}` },
    text,
    '',
    alone,
    'From 80 euros',
  ];
  const bytes = await pdf([
    page(1, 'A view of the sea and of the harbour.', '849'),
    page(2, 'Two beds, a desk and a small kitchen.', '699'),
    page(3, 'It lies to the garden and is quiet.', '249'),
  ]);
  expect(await outline('pdf', bytes)).toEqual([
    'Room 1 | A view of the sea and of the harbour. | 849, From 80 euros',
    'Room 2 | Two beds, a desk and a small kitchen. | 699, From 80 euros',
    'Room 3 | It lies to the garden and is quiet. | 249, From 80 euros',
  ]);
});

it('keeps raised figures apart from the number before', async () => {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage();
  let x = 50;
  const draw = (text: string, size: number, y: number) => {
    page.drawText(text, { x, y, size, font });
    x += font.widthOfTextAtSize(text, size);
  };
  draw('Apples cost €5', 11, 700);
  draw('99', 7, 704);
  draw(' per kg, the plan $49', 11, 700);
  draw('1', 7, 704);
  draw(' a month, at most 9 m', 11, 700);
  draw('2', 7, 704);
  draw('.', 11, 700);
  expect(await outline('pdf', await document.save())).toEqual([
    ' | Apples cost €5.99 per kg, the plan $49 a month, at most 9 m2.',
  ]);
});

it('parts the lines of a table', async () => {
  const bytes = await pdf([
    ['Prices of boxes:', '', 'Size Price Weight', 'Small 4.50 1 kg', 'Medium 5.50 2 kg', '', 'Free'],
  ]);
  expect(await outline('pdf', bytes)).toEqual([
    ' | Prices of boxes: | Size Price Weight, Small 4.50 1 kg, Medium 5.50 2 kg | Free',
  ]);
});

it('goes on in the next column where a sentence has not ended', async () => {
  const bytes = await pdf([
    ['Returns are free of charge within', '14 days of delivery if', { at: 780, text: 'the item is unused.' }],
    ['We also sell bikes', 'and lamps', { at: 780, text: 'Call us.' }],
  ]);
  expect(await outline('pdf', bytes)).toEqual([
    ' | Returns are free of charge within 14 days of delivery if the item is unused. | We also sell bikes and lamps | Call us.',
  ]);
});

it('leaves out the table of contents, and no list of prices', async () => {
  const contents = ['Delivery ........ 1', 'Returns . . . . . . 2', 'Terms ……… 2'];
  const first = [{ big: 'Delivery' }, 'It takes two days, and three to Ireland.'];
  const second = [{ big: 'Returns' }, 'They are free.', { big: 'TERMS' }, 'Wear is on us.'];
  const chapters = [
    'Delivery | It takes two days, and three to Ireland.',
    'Returns | They are free.',
    'TERMS | Wear is on us.',
  ];
  expect(await outline('pdf', await pdf([[...contents, '', ...first], second]))).toEqual(chapters);
  const falling = contents.with(0, 'Delivery ........ 2').with(1, 'Returns ........ 1');
  const beyond = contents.with(2, 'Terms ........ 3');
  const others = ['Soup ..... 1', 'Salad ..... 1', 'Ice cream ..... 2'];
  for (const prices of [falling, beyond, others, contents.slice(1)])
    expect((await outline('pdf', await pdf([[...prices, '', ...first], second])))[0]).toMatch(/: 2/);
});

it('joins a heading over two lines, and keeps those that are apart', async () => {
  const bytes = await pdf([
    [
      { big: 'Shipping to Ireland and' },
      { big: 'the Netherlands' },
      'We ship daily, and on Saturdays until noon if you order until Friday evening.',
      { big: 'Do you repair?' },
      { big: 'Phone: 030 123456' },
      '',
      '',
      { big: 'Returns' },
      'They are free, within 30 days of delivery.',
    ],
  ]);
  expect(await outline('pdf', bytes)).toEqual([
    'Shipping to Ireland and the Netherlands | We ship daily, and on Saturdays until noon if you order until Friday evening.',
    ' | - Phone: 030 123456',
    'Returns | They are free, within 30 days of delivery.',
  ]);
});

it.each<[string, () => Promise<Uint8Array>, string]>([
  ['a PDF without text', () => pdf([[]]), 'no_text'],
  ['a PDF with too many pages', async () => empty(documentLimits.pages + 1), 'too_long'],
  ['no PDF', async () => new TextEncoder().encode('%PDF-1.7 nothing'), 'unreadable'],
  ['200 MB', async () => new Uint8Array(200 * 2 ** 20), 'too_large'],
])('refuses %s', async (_, make, code) => {
  await expect(read('pdf', await make())).rejects.toMatchObject({ code });
});

it.each([
  ['Shop\0 \u201chandbook\u201d\n<|x|>2026', 'Shop "handbook" 2026'],
  // Half a character: the library gives all bytes of such a title.
  ['Shop\ud83c', expect.stringMatching(/^[^\0]*S[^\0]*h[^\0]*$/)],
  ['\0', null],
])('cleans its title %j as all other text', async (title, cleaned) => {
  const document = await PDFDocument.create();
  document.addPage().drawText('Text.');
  document.setTitle(title);
  expect((await read('pdf', await document.save())).title).toEqual(cleaned);
});
