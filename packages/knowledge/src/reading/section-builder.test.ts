import { describe, expect, it } from 'vitest';
import { outline } from './testing/outline.ts';

const read = (html: string) => outline('html', `<main>${html}</main>`);

describe('a heading with no text under it', () => {
  it('is an item under those above it', async () => {
    const page = `<h1>Shop</h1><h2>Opening hours</h2><h4>Mon–Fri 9–18</h4><h4>Sat 10–14</h4><h2>Call us</h2>
      <h3 id="phone">Phone: 030 123456</h3><h3>hello@shop.example</h3><p>We look forward to it.</p><h2>24h support</h2>`;
    expect(await read(page)).toEqual([
      'Shop/Opening hours | - Mon–Fri 9–18 | - Sat 10–14',
      'Shop/Call us | - Phone: 030 123456',
      'Shop/Call us/hello@shop.example | We look forward to it.',
      'Shop | - 24h support',
    ]);
  });

  it.each([
    ['that the document begins with is a title', '<h1>Shop</h1><h1>Hours</h1>Daily.', ['Hours | Daily.']],
    ['but headings stays one', '<h1>A</h1><h2>B</h2><h3>C</h3>Text.<h1>D</h1>More.', ['A/B/C | Text.', 'D | More.']],
    [
      'that asks is answered with the next that asks',
      '<h2>FAQ</h2><h3 id="a">Do you ship?</h3><h3>Where to?</h3>Yes, to Ireland.<h3>Soon?</h3><h2>Late?</h2>',
      ['FAQ/Do you ship? Where to? | Yes, to Ireland.'],
    ],
    [
      'in all but name says nothing',
      '<h2>Bikes</h2>Two.<details><summary>More</summary></details><dl><dt>Warranty</dt></dl>',
      ['Bikes | Two.'],
    ],
    [
      'without a figure or an address stood over what is not read',
      `<h2>Bikes</h2>Two.<h2>Write to us</h2><form>Name</form><h2>Find us on the map</h2><iframe></iframe>
        <h2>You may also like</h2><h2>Open 9–18</h2>`,
      ['Bikes | Two.', ' | - Open 9–18'],
    ],
    [
      'that asks takes no answer of another where its own is hidden or not there yet',
      `<h2>FAQ</h2><h3>Do you ship?</h3><p hidden>Yes.</p><div><h3>Late?</h3><div> <!-- later --></div></div>
        <h3>Still have questions?</h3>Call 030 123.`,
      ['FAQ/Still have questions? | Call 030 123.'],
    ],
    ['is said whole', `<h2>A</h2><h3>24h ${'word '.repeat(50)}end</h3>`, [`A | - 24h ${'word '.repeat(50)}end`]],
  ])('%s', async (_, page, sections) => {
    expect(await read(page)).toEqual(sections);
  });

  it('is no text of a document that is nothing else', async () => {
    await expect(read('<h1>Gallery</h1><img src="a.png">')).rejects.toMatchObject({ code: 'no_text' });
  });
});
