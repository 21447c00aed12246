import { expect, it } from 'vitest';
import { outline } from './testing/outline.ts';

it.each<[string, string, string[]]>([
  ['a word in bold', '**Note:** dogs are welcome.', [' | Note: dogs are welcome.']],
  [
    'a sentence in bold',
    '*We are closed on Sundays.* Call us __any__ other day.',
    [' | We are closed on Sundays. Call us any other day.'],
  ],
  [
    'a heading in bold over items',
    'Welcome.\n\n**Delivery times**\n- **Standard:** 3–5 days\n- **Express:** 1 day\n\n**Cash only**',
    [' | Welcome.', 'Delivery times | - Standard: 3–5 days | - Express: 1 day | Cash only'],
  ],
  [
    'headings behind hashes',
    '# Shop\nWe sell lamps.\n## Delivery ##\nThree days.\n### **Abroad**\nNo.\n## Returns\n**Q: Open?**\n**A:** Yes.\n# Contact\n#1 in town.',
    [
      'Shop | We sell lamps.',
      'Shop/Delivery | Three days.',
      'Shop/Delivery/Abroad | No.',
      'Shop/Returns/Open? | Yes.',
      'Contact | #1 in town.',
    ],
  ],
  [
    'headings in bold over questions',
    '**Delivery**\n\nQ: How long?\nA: 3 days.\n\n**Returns**\n\nQ: How long?\nA: 30 days.',
    ['Delivery/How long? | 3 days.', 'Returns/How long? | 30 days.'],
  ],
  [
    'names of groups in bold among columns',
    'Size     Wash   Dry\n**Dogs**\nSmall    £20    £5\nLarge    £30    £8\n**Cats**\nSmall    £10    £3\nLarge    £15    £4',
    [
      'Dogs | - Size: Small; Wash: £20; Dry: £5 | - Size: Large; Wash: £30; Dry: £8',
      'Cats | - Size: Small; Wash: £10; Dry: £3 | - Size: Large; Wash: £15; Dry: £4',
    ],
  ],
  ['a note', 'Rabbits* £5\nCats £9\n\n* On request.', [' | Rabbits (On request) £5, Cats £9']],
  ['a note alone', '* On request.', [' | - On request.']],
  [
    'stars and lines that mark nothing',
    'Soup (*) and salad (*), 2*3*4 in our 4* rooms.\n\nmy_file_name: ____ ____',
    [' | Soup (*) and salad (*), 2*3*4 in our 4* rooms. | my_file_name: ____ ____'],
  ],
])('plain text: reads %s', async (_, text, sections) => {
  expect(await outline('text', text)).toEqual(sections);
});

it.each<[string, string, string[]]>([
  [
    'questions and answers in paragraphs of their own, or in one',
    '**Q: Do you ship?**\n\nA: No.\n\nCall us.\n\n**Delivery**\n\nQ: How long?\nA: 3\ndays.\nQ: How much?\nA: £5.\n\n**Q:** Cards?  \n**A:** Yes:\n\n- Visa',
    [
      'Do you ship? | No. | Call us.',
      'Delivery/How long? | 3 days.',
      'Delivery/How much? | £5.',
      'Delivery/Cards? | Yes: | - Visa',
    ],
  ],
  [
    'questions that are headings',
    '## Help\n\n### Q: Returns?\n\nA: 30 days.\n\n### Open?\n\nDaily.',
    ['Help/Returns? | 30 days.', 'Help/Open? | Daily.'],
  ],
  ['a label that nothing answers', 'Q: One?\n\n- A: Two', [' | Q: One? | - A: Two']],
])('Markdown: reads %s', async (_, text, sections) => {
  expect(await outline('markdown', text)).toEqual(sections);
});
