import { expect, it } from 'vitest';
import { outline } from '../testing/outline.ts';

it.each([
  [
    'an aside of an article',
    '<article>Free returns.<aside><p>But no sale items.</p></aside></article>',
    'Free returns. | But no sale items.',
  ],
  ['an aside of the main part', '<div role="main">Come.<aside>Mon–Fri 9–17</aside></div>', 'Come. | Mon–Fri 9–17'],
  [
    'what stands in a navigation, but no menu',
    '<p>FAQ</p><nav><p>No, only within the UK.</p></nav>',
    'FAQ | No, only within the UK.',
  ],
])('reads %s', async (_, page, text) => {
  expect(await outline('html', page)).toEqual([` | ${text}`]);
});

it.each([
  '<main>Text.<aside>See also: <a>Our returns</a></aside></main>',
  '<p>Text.</p><aside>Mon–Fri 9–17</aside>',
  '<p>Text.</p><nav><span>Menu</span><a>Home</a></nav>',
  '<p>Text.</p><nav><ol><li><a>Home</a><li>Delivery and returns</ol></nav>',
  '<p>Text.</p><div role="navigation"><a>No, only within the UK.</a> Yes.</div>',
])('leaves out what is beside the text in %s', async (page) => {
  expect(await outline('html', page)).toEqual([' | Text.']);
});

it('reads asides within Markdown', async () => {
  expect(await outline('markdown', 'Open daily.\n\n<aside>\n💡 But on Sundays.\n\n</aside>\n\nCall us.')).toEqual([
    ' | Open daily. | 💡 But on Sundays. | Call us.',
  ]);
});

it('leaves out states that a style sheet hides', async () => {
  const page = `<main><h1>Scarf</h1><div class="price price--show-badge"><div>£19.99</div><span class="badge price__badge-sale">Sale</span>
    <span class="badge price__badge-sold-out">Sold out</span></div><label>Sand<span class="visually-hidden label-unavailable">Variant sold out or
    unavailable</span></label><div class="w-form"><form><input></form><div class="w-form-done"><div>Thank you!</div></div>
    <div class="w-form-fail"><div>Oops!</div></div></div><p class="w-condition-invisible">Free today.</p></main>`;
  expect(await outline('html', page)).toEqual(['Scarf | £19.99 | Sand']);
});

it.each([
  ['price--sold-out', 'Sold out'],
  ['price--on-sale', 'Sale'],
])('reads the badge that is shown within %s', async (state, badge) => {
  const badges = '<b class="price__badge-sale">Sale</b> <b class="price__badge-sold-out">Sold out</b>';
  expect(await outline('html', `<div class="price ${state}"><i>£5</i> ${badges}</div>`)).toEqual([` | £5 ${badge}`]);
});

it.each([
  `<section id="comments"><h2>One thought</h2><ol class="comment-list"><li class="comment"><article><p>Returns cost me 40 euros.</p></article></li></ol></section>`,
  '<div id="tab-reviews"><div id="reviews" class="woocommerce-Reviews"><p>Cost me 40 euros.</p></div></div>',
  '<ul><li itemprop="review" itemscope>Cost me 40 euros.</li></ul>',
  '<div itemscope itemtype="https://schema.org/Comment">Cost me 40 euros.</div>',
])('leaves out what customers say in %s', async (said) => {
  const page = `<article><h1>Returns</h1><p>Free within 30 days.</p></article>${said}`;
  expect(await outline('html', `<main>${page}</main>`)).toEqual(['Returns | Free within 30 days.']);
});

it('takes the one article that is no comment for the main part', async () => {
  const comments = '<div class="comment-list"><article>They broke mine.</article></div>';
  expect(await outline('html', `<div>Menu</div><article>We repair bikes of all kinds.</article>${comments}`)).toEqual([
    ' | We repair bikes of all kinds.',
  ]);
});

it.each([
  '<body class="reviews"><p>Free.</p></body>',
  '<body><main class="comments"><p>Free.</p></main></body>',
  '<body><div role="main" id="reviews"><p>Free.</p></div></body>',
  '<body><div class="comments"><h1>Delivery</h1><p>Free.</p></div></body>',
  '<body><h2 id="reviews">Can I review a bike?</h2><div class="comments">Free.</div></body>',
])('reads a page, a heading or a line that is called so: %s', async (page) => {
  expect((await outline('html', page)).join()).toContain(' | Free.');
});
