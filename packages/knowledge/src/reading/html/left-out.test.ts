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
