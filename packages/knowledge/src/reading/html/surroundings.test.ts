import { expect, it } from 'vitest';
import { outlineOf } from '../testing/outline.ts';
import { readHtml } from './read-html.ts';

const around = (html: string) => outlineOf(readHtml(`<body>${html}</body>`, 'https://shop.example/').surroundings);
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
  [
    'what stands below hours, where their days stand behind a word, too',
    '<footer><p>Counter hours: Tue–Fri 10–6. Closed Mon.</p><p>Drop slot: day and night.</p></footer>',
    [' | Counter hours: Tue–Fri 10–6. Closed Mon. | Drop slot: day and night.'],
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
  [
    'a footer in what is called one',
    '<div id="sections--18__footer"><footer><p>Leeds LS1 4AB</p></footer></div><div class="footer"><div role="contentinfo">Tel. 0113 496 0000</div></div>',
    [' | Leeds LS1 4AB, Tel. 0113 496 0000'],
  ],
  [
    'what stands in a footer as in a side bar, or under a header of its own',
    '<footer><aside role="complementary"><h2>Find us</h2><p>123 Main Street</p></aside><header><h3>Leeds</h3></header><p>0113 496 0000</p></footer>',
    ['Find us | 123 Main Street', 'Find us/Leeds | 0113 496 0000'],
  ],
  [
    'nothing of a card or a window',
    '<div class="card-footer">£5 off</div><div id="cookie-footer">12 cookies</div>',
    [],
  ],
  ['nothing of what holds the page', `<div class="sticky-footer"><p>Tel. 0113 496 0000</p>${main}</div>`, []],
  [
    'links that are part of what is said',
    '<footer><p>Free delivery over £50 (<a href="/t">UK only</a>).</p><ul><li><a href="/l">Leeds</a>: 0113 496 0000</li><li><a href="/y">York</a> <a href="tel:1">01904 496 000</a></li></ul><h4><a>Hull</a></h4><p>4 High Street</p></footer>',
    [' | Free delivery over £50 (UK only). | - Leeds: 0113 496 0000, York 01904 496 000', 'Hull | 4 High Street'],
  ],
  [
    'an address that leads to a map',
    '<footer><p><a href="https://maps.google.com/x">Lamp House<br>Market Square<br>Kilkenny</a></p><p>056 555 0177</p></footer>',
    [' | Lamp House, Market Square, Kilkenny, 056 555 0177'],
  ],
  [
    'no link that is all of its line',
    '<footer><ul><li><a>Jobs</a></li><li>056 555 0177</li></ul><p><a>Terms</a> | <a>Help</a> | Tel. 5</p><p>Mill Lane 12<br><a>Directions</a></p></footer>',
    [' | - 056 555 0177, Tel. 5, Mill Lane 12'],
  ],
  [
    'what stands below hours, whatever it is, until a longer text',
    `<footer><p>Mo–Fr: 9–18 Uhr</p><p>So geschlossen</p><p>Termine nach Vereinbarung</p><p>Seit vielen Jahren ${'sind wir '.repeat(6)}gern da.</p><p>Folgt uns</p></footer>`,
    [' | - Mo–Fr: 9–18 Uhr | So geschlossen, Termine nach Vereinbarung'],
  ],
  [
    'what stands under a day, or under a title of hours',
    '<footer><dl><dt>Sunday<dd>closed</dl><h4>Opening hours</h4><p>By appointment only</p><h4>Call 056 555 0177</h4><p>We are glad to help</p><h4>News</h4><p>Light for all</p></footer>',
    ['Sunday | closed', 'Opening hours | By appointment only', 'Call 056 555 0177 | We are glad to help'],
  ],
  [
    'a day with what stands behind it',
    '<footer><div><div>Mon &amp; Tue</div><div>9–17</div></div><div><div>Sunday</div><div>Closed</div></div><p>© 2026 Lamps</p></footer>',
    [' | - Mon & Tue: 9–17 | - Sunday: Closed'],
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

it('takes what is a footer by its name out of a page without a main part', () => {
  const page = '<div><h1>Bakery</h1><p>We bake.</p><div class="card-footer">£9 a month</div></div>';
  const { sections, surroundings } = readHtml(
    `<body class="sticky-footer">${page}<div class="footer"><p>12 Mill Lane</p><p>Bread for all.</p></div></body>`,
    'https://shop.example/',
  );
  const texts = (those: typeof sections) => those.flatMap(({ blocks }) => blocks.map(({ text }) => text));
  expect(texts(sections)).toEqual(['We bake.', '£9 a month']);
  expect(texts(surroundings)).toEqual(['12 Mill Lane']);
});
