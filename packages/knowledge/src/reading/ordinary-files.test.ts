import { expect, it } from 'vitest';
import { passageSteps } from '../passages/make-passages.ts';
import { outline, read } from './testing/outline.ts';

it.each<[string, string, string[]]>([
  [
    'a first row that says something names no column',
    'Monday|closed|closed\nTuesday|9-12|14-18\nWednesday|9-12|14-18',
    [' | - Monday; closed; closed | - Tuesday; 9-12; 14-18 | - Wednesday; 9-12; 14-18'],
  ],
  [
    'nor do floors above rooms',
    'Ground floor|Reception|Cafe\nFirst floor|Room 101|Room 102\nAttic|Room 201|Room 202',
    [' | - Ground floor; Reception; Cafe | - First floor; Room 101; Room 102 | - Attic; Room 201; Room 202'],
  ],
])('%s', async (_, rows, sections) => {
  const page = rows
    .split('\n')
    .map((row) => `<tr><td>${row.replaceAll('|', '<td>')}`)
    .join('');
  expect(await outline('html', `<table>${page}</table>`)).toEqual(sections);
});

it.each<[string, string, string[]]>([
  [
    'a label in bold stands under the line in bold above it',
    '## Rooms\n\n**Deluxe room**\n\n**Price:** £120\n\n**Standard room**\n\n**Price:** £80',
    ['Rooms/Deluxe room | Price: £120', 'Rooms/Standard room | Price: £80'],
  ],
  [
    'a yes in bold stays with its question, and so does what is short for a word',
    '## Do you ship?\n\n**Yes.** It takes three days.\n\n## Visit\n\n**St.** James Road 5.\n\n**By appointment.** Call us.',
    ['Do you ship? | Yes. It takes three days.', 'Visit | St. James Road 5. | By appointment. Call us.'],
  ],
])('Markdown: %s', async (_, text, sections) => {
  expect(await outline('markdown', text)).toEqual(sections);
});

it.each<[string, string, string[]]>([
  [
    'days in capitals are no headings',
    'MONDAY: CLOSED\nTUESDAY: 9-5\nSUNDAY: 10-2',
    [' | MONDAY: CLOSED, TUESDAY: 9-5, SUNDAY: 10-2'],
  ],
  [
    'what is said or denied in capitals stands over nothing',
    'WE ARE CLOSED ON BANK HOLIDAYS\nMon-Fri 9-5\nSat 10-2\n\nNO SMOKING\nPlease use the terrace.',
    [' | WE ARE CLOSED ON BANK HOLIDAYS, Mon-Fri 9-5, Sat 10-2 | NO SMOKING Please use the terrace.'],
  ],
  [
    'what may be said stands over the text right below it alone',
    "BRING YOUR KIDS\nThey like it here.\n\nWe have toys.\n\nYESTERDAY'S BREAD\nHalf price.",
    ['BRING YOUR KIDS | They like it here.', ' | We have toys.', "YESTERDAY'S BREAD | Half price."],
  ],
  [
    'names of few capitals among other lines are no headings',
    'We ship with:\nDHL\nHermes\nUPS\n\nQ: By card?\nA: YES\n\nQ: Parking?\nA: Yes.',
    [' | We ship with: DHL, Hermes, UPS', 'By card? | YES', 'Parking? | Yes.'],
  ],
  [
    'tabs part cells that are empty, too',
    'Service\tSmall\tLarge\nWash\t£4\t£6\nDry\t\t£9',
    [' | - Service: Wash; Small: £4; Large: £6 | - Service: Dry; Large: £9'],
  ],
  [
    'lines alone over several rows name them, under the names of the columns',
    'Size     Wash   Dry\nDogs\nSmall    £20    £5\nLarge    £30    £8\nCats\nSmall    £10    £3\nLarge    £15    £4',
    [
      'Dogs | - Size: Small; Wash: £20; Dry: £5 | - Size: Large; Wash: £30; Dry: £8',
      'Cats | - Size: Small; Wash: £10; Dry: £3 | - Size: Large; Wash: £15; Dry: £4',
    ],
  ],
  [
    'lines alone over a table with an empty line between name it',
    'Winter\n\nSingle   £40\nDouble   £60\n\nSummer\n\nSingle   £70\nDouble   £90',
    ['Winter | - Single: £40 | - Double: £60', 'Summer | - Single: £70 | - Double: £90'],
  ],
  [
    'an address in columns is one sentence',
    'Name:     Bath shop\nPhone:    0123 456\nOpen:     Mon-Fri 9-5',
    [' | Name: Bath shop, Phone: 0123 456, Open: Mon-Fri 9-5'],
  ],
  [
    'a cell goes on below, where its line had no room',
    'Lunch   12 to 2\nDinner  6 to 9, but not on Monday and\n        not in January\nFee     refunded unless\nthe room is damaged',
    [
      ' | - Lunch: 12 to 2 | - Dinner: 6 to 9, but not on Monday and not in January | - Fee: refunded unless the room is damaged',
    ],
  ],
  [
    'prose with double blanks is prose',
    'We open at nine  and close at five on all\ndays but Sunday  and holidays when we\nare shut.',
    [' | We open at nine and close at five on all days but Sunday and holidays when we are shut.'],
  ],
  [
    'names of columns in capitals, and a rule below them',
    'SIZE       WASH     DRY\n-----      ----     ---\nSmall      £4       £2\nLarge      £6       £3',
    [' | - SIZE: Small; WASH: £4; DRY: £2 | - SIZE: Large; WASH: £6; DRY: £3'],
  ],
  [
    'a line that does not end there goes on',
    'Adults: the full price of the day, as the list at the door has it\nPupils: £3\nFamilies: two adults and up to\n3 children £12 a day',
    [
      ' | Adults: the full price of the day, as the list at the door has it Pupils: £3 Families: two adults and up to 3 children £12 a day',
    ],
  ],
  [
    'a line without its last tab has its cells where they are',
    'Service\tSmall\tLarge\nWash\t£4\t£6\nDry\t\t£9\nIron\t£3',
    [' | - Service: Wash; Small: £4; Large: £6 | - Service: Dry; Large: £9 | - Service: Iron; Small: £3'],
  ],
  [
    'marks before tabs are no cells, and several tabs may stand for one',
    '•\tAdults\t£12\n•\tChildren\t£6\n\nItem\t\tPrice\nTie\t\t£5\nCoat\t\t£7',
    [' | - Adults: £12 | - Children: £6 | - Item: Tie; Price: £5 | - Item: Coat; Price: £7'],
  ],
  [
    'an unbroken rule below the names of columns, and one above a sum',
    'Size     Wash   Dry\n-------------------\nSmall    £4     £2\nLarge    £6     £3\n-----    --     --\nBoth     £10    £5',
    [' | - Size: Small; Wash: £4; Dry: £2 | - Size: Large; Wash: £6; Dry: £3 | - Size: Both; Wash: £10; Dry: £5'],
  ],
  [
    'a cell in the middle goes on below',
    'Room     With balcony and     £80\n         sea view\nSuite    With bath            £90',
    [' | - Room; With balcony and sea view; £80 | - Suite; With bath; £90'],
  ],
  [
    'a title over a table ends before the next question',
    'Q: What does it cost?\nA: It depends.\n\nWinter\n\nSingle   £40\nDouble   £60\n\nQ: Parking?\nA: Yes.',
    [
      'What does it cost? | It depends.',
      'What does it cost?/Winter | - Single: £40 | - Double: £60',
      'Parking? | Yes.',
    ],
  ],
  [
    'names of groups in capitals leave the names of columns',
    'Size     Wash   Dry\nRABBITS\nSmall    £20    £5\nLarge    £30    £8\nHAMSTERS\nSmall    £10    £3\nLarge    £15    £4',
    [
      'RABBITS | - Size: Small; Wash: £20; Dry: £5 | - Size: Large; Wash: £30; Dry: £8',
      'HAMSTERS | - Size: Small; Wash: £10; Dry: £3 | - Size: Large; Wash: £15; Dry: £4',
    ],
  ],
  [
    'tabs behind marks part no columns',
    'TERMS OF HIRE\n\n1.\tPAYMENT\nBy card.\n\nRules\n\n\uf0b7\tBring towels\n\uf0b7\tBring water',
    ['TERMS OF HIRE/PAYMENT | By card. | Rules | - Bring towels | - Bring water'],
  ],
  [
    'a rating is no note',
    'Our 4* rooms have wifi.\n\n* Dogs on request',
    [' | Our 4* rooms have wifi. | - Dogs on request'],
  ],
  ['marks that nobody sees are no part of a label', '\u200bQ: Open?\nA: Yes.', ['Open? | Yes.']],
  [
    'chapters stand under the title, and over their own text alone',
    'TERMS OF HIRE\n\n1. PAYMENT\nBy card.\n\n2. BRING YOUR TOWELS\n\n3. NO GLASS\n\nAll else is fine.',
    ['TERMS OF HIRE/PAYMENT | By card. | - BRING YOUR TOWELS | - NO GLASS | All else is fine.'],
  ],
])('plain text: %s', async (_, text, sections) => {
  expect(await outline('text', text)).toEqual(sections);
});

it('CSV: rows without anything are none', async () => {
  const text = 'Name,Phone,Email\nAnn,,\n,,\nCid,123,c@x\n,,\nBob,,\n,,\nDan,456,d@x\n';
  const said = (await outline('csv', text)).join(' ');
  for (const name of ['Ann', 'Bob', 'Cid']) expect(said).toContain(`Name: ${name}`);
});

it('Markdown: questions in bold right below each other are answered by the same', async () => {
  expect(await outline('markdown', '**Do you ship?**\n\n**Where to?**\n\nIreland.')).toEqual([
    'Do you ship? Where to? | Ireland.',
  ]);
});

it('HTML: what is hidden in bold is no heading', async () => {
  expect(await outline('html', '<p><b hidden>Old prices.</b> We fix bikes.</p>')).toEqual([' | We fix bikes.']);
});

it('reads a file of very many short lines', async () => {
  expect((await read('text', 'A1\n'.repeat(150_000))).sections).toHaveLength(1);
});

it('CSV: persons of whom no more is known are no groups', async () => {
  const text = 'Name,Phone,Email\nAnn,,\nBob,123,bob@x\nCid,,\nDan,456,dan@x\n';
  expect((await outline('csv', text)).join(' ')).toContain('Name: Ann');
});

it('CSV: a note between rows takes none out of its group', async () => {
  const text =
    'Size,Price\nDogs,\nSmall,£20\nPrices include the bath.,\nLarge,£30\nCats,\nSmall,£10\nLarge,£15\nThank you for reading.,\n';
  expect(await outline('csv', text)).toEqual([
    'Dogs | - Size: Small; Price: £20 | Prices include the bath. | - Size: Large; Price: £30',
    'Cats | - Size: Small; Price: £10 | - Size: Large; Price: £15',
    ' | Thank you for reading.',
  ]);
});

it('says the day with what begins with a time', async () => {
  const table = (day: string, said: string) => `<h2>${day}</h2><table><tr><td>16:00<td>${said}</table>`;
  const document = await read('html', table('Friday', 'Cinema') + table('Saturday', 'Yoga'));
  const said = [...passageSteps(document, { countTokens: (text) => text.length / 4 })].flatMap(
    (passage) => passage?.sentences ?? [],
  );
  expect(said).toEqual(['Friday: 16:00: Cinema.', 'Saturday: 16:00: Yoga.']);
});

it('reads what has more cells than a table may have as text, and long lines in their time', async () => {
  const wide = `${'a   '.repeat(20_000)}\n`.repeat(2);
  expect((await outline('text', wide)).join('')).toHaveLength(
    3 + wide.replace(/ +/g, ' ').trim().replace('\n', '').length,
  );
  const uneven = `${'\t'.repeat(2_500)}\n${'a\tb\n'.repeat(1_240)}`;
  expect((await read('text', uneven)).sections).toHaveLength(1);
});

it('HTML: a first row that is all in bold names the columns', async () => {
  const head = ['Quantity', 'Silk 350gsm', 'Cotton 600gsm'].map((name) => `<td><b>${name}</b></td>`).join('');
  const rows = ['<td>100</td><td>£19</td><td>£58</td>', '<td><b>250</b></td><td>£27</td><td>£99</td>'];
  const table = (...all: string[]) => `<table>${all.map((row) => `<tr>${row}</tr>`).join('')}</table>`;
  expect(await outline('html', table(head, ...rows))).toEqual([
    ' | - Quantity: 100; Silk 350gsm: £19; Cotton 600gsm: £58 | - Quantity: 250; Silk 350gsm: £27; Cotton 600gsm: £99',
  ]);
  expect(await outline('html', table(head, head.replaceAll('0', '5')))).toEqual([
    ' | - Quantity; Silk 350gsm; Cotton 600gsm | - Quantity; Silk 355gsm; Cotton 655gsm',
  ]);
});

it.each<[string, string, string[]]>([
  [
    'what stands right below a list is no part of its last item, which had room for it',
    'If you cancel\n- more than 7 days before: money back, less 10 %\n- less than 48 hours: nothing back\nA date may be changed once, free.',
    [
      'more than 7 days before: money back, less 10 %',
      'less than 48 hours: nothing back',
      'A date may be changed once, free.',
    ],
  ],
  [
    'but what was wrapped is',
    'Please\n- bring the letter that we sent you, and if it is lost, any card of\nEurope with a picture',
    ['bring the letter that we sent you, and if it is lost, any card of Europe with a picture'],
  ],
])('text: %s', async (_, text, told) => {
  const [, ...blocks] = (await outline('text', text)).join(' | ').split(' | ');
  expect(blocks.map((block) => block.replace(/^- /, '')).slice(-told.length)).toEqual(told);
});
