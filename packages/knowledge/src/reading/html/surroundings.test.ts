import { expect, it } from 'vitest';
import { readHtml } from './read-html.ts';

const around = (html: string) =>
  readHtml(`<body>${html}</body>`, 'https://shop.example/').surroundings.map(({ titles, blocks }) =>
    [titles.join('/'), ...blocks.map(({ kind, text }) => (kind === 'paragraph' ? text : `- ${text}`))].join(' | '),
  );
const main = '<main><p>We sell lamps.</p></main>';

it.each([
  [
    'lines of an address and a number',
    '<footer><p>Lamps Ltd</p><div>12 Mill Lane<br>Kilkenny</div><div>056 555 0177</div></footer>',
    [' | Lamps Ltd, 12 Mill Lane Kilkenny, 056 555 0177'],
  ],
  [
    'each day for itself',
    '<footer><h4>Opening hours</h4><ul><li>Mon–Fri 9–18</li><li>Sat 9–17</li><li>Sun closed</li></ul></footer>',
    ['Opening hours | - Mon–Fri 9–18 | - Sat 9–17 | - Sun closed'],
  ],
  [
    'links that are numbers or addresses only',
    '<footer><a href="/imprint">Imprint</a> · <a href="tel:5">01999 550 214</a> · <a href="/x">Jobs</a></footer>',
    [' | - 01999 550 214'],
  ],
  ['no mark of copyright', '<footer><p>© 2019–2026 Lamps Ltd. All rights reserved.</p></footer>', []],
  [
    'what stands beside that mark',
    '<footer>Copyright © 2026 Lamps Ltd, VAT no. GB 123</footer>',
    [' | Lamps Ltd, VAT no. GB 123'],
  ],
  ['no slogan, menu or form', '<footer><p>Light for all.</p><nav>Lamps 1</nav><form>24 news</form></footer>', []],
  [
    'what is a footer by its name',
    '<div class="wb-footer"><div class="footer-top">Tel. 01999 550 214</div></div>',
    [' | Tel. 01999 550 214'],
  ],
  [
    'of what stands above, numbers to call and hours',
    '<header><h1>Lamps 24</h1><p>Call 01999 550 214</p><p>Order by 2 pm, sent today.</p><span>0 items £0.00</span></header>',
    ['Lamps 24 | Call 01999 550 214 | Order by 2 pm, sent today.'],
  ],
  ['nothing that is hidden', '<div hidden><footer>Tel. 01999 550 214</footer></div>', []],
  ['nothing of an article', '<article><footer>Written 12 May by Ann</footer></article>', []],
])('reads around the main part: %s', (_, html, expected) => {
  expect(around(html + main)).toEqual(expected);
});

it('has what stands around a single page among what it says', () => {
  const { sections, surroundings } = readHtml(`<body>${main}<footer>Tel. 01999 550 214</footer></body>`);
  expect(surroundings).toEqual([]);
  expect(sections.flatMap(({ blocks }) => blocks.map(({ text }) => text))).toEqual([
    'We sell lamps.',
    'Tel. 01999 550 214',
  ]);
});
