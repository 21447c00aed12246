import { describe, expect, it } from 'vitest';
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
    expect(await outline('markdown', 'Adults <s>20</s> <del>*18*</del> 15 euros.')).toEqual([' | Adults 15 euros.']);
    expect(await outline('markdown', 'Adults <s>20 <del>18</del> 17</s> 15<s> euros.')).toEqual([
      ' | Adults 15 euros.',
    ]);
    expect(await outline('markdown', 'Adults <s>20 euros.')).toEqual([' | Adults 20 euros.']);
  });

  it('says a number before an item where it is no mark of a list', async () => {
    const text =
      '## Feiertage\n\n24. Dezember: geschlossen\n31. Dezember: 9 bis 13 Uhr\n\n## Preise\n\n1. Klasse: 50 €\n2. Klasse: 35 €\n\n## Ablauf\n\n1. Packen\n2. Senden';
    expect(await outline('markdown', text)).toEqual([
      'Feiertage | - 24. Dezember: geschlossen | - 31. Dezember: 9 bis 13 Uhr',
      'Preise | - 1. Klasse: 50 € | - 2. Klasse: 35 €',
      'Ablauf | - Packen | - Senden',
    ]);
  });

  it.each([
    ['all of them 1', '1. Pack\n1. Send\n1. Wait'],
    ['the first of them 0', '0. Pack\n1. Send\n2. Wait'],
    ['text between them', '1. Pack\n\nWell.\n\n2. Send\n\nSoon.\n\n3. Wait'],
    ['others below them', '1. Pack\n   1. Fold\n   2. Wrap\n2. Send\n3. Wait'],
  ])('leaves out the numbers of a list with %s', async (_, text) => {
    expect((await outline('markdown', text)).join()).not.toMatch(/\d/);
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
