import { expect, it } from 'vitest';
import { outline } from '../testing/outline.ts';

const answered = ['FAQ/Do you ship? | No. Sorry.', 'FAQ/Can I return it? | Yes.', 'FAQ | Call us.'];

it.each([
  [
    'in bold',
    '<div><strong>Do you ship?</strong> <p>No. Sorry.</p></div><div><b>Can I return it?</b><div>Yes.</div></div>',
  ],
  [
    'in bold in a block of their own',
    '<div><div><b>Do you ship?</b></div><div>No. Sorry.</div></div><div><div><span><b>Can I return it?</b></span> +</div><p>Yes.</p></div>',
  ],
  [
    'on buttons in a block of their own',
    '<div><div class="header"><button>Do you ship?</button><i></i></div><div>No. Sorry.</div></div><div><div><button><span>Can I return it?</span></button></div><p>Yes.</p></div>',
  ],
  [
    'below each other',
    '<div><strong>Do you ship?</strong><p>No. Sorry.</p><strong>Can I return it?</strong><ul><li>Yes.</ul></div>',
  ],
])('reads answers under questions %s', async (_, questions) => {
  const read = await outline('html', `<h2>FAQ</h2>${questions}<p>Call us.</p>`);
  expect(read.map((line) => line.replace('| - ', '| '))).toEqual(answered);
});

it.each([
  ['words in bold that ask nothing', '<div><b>We ship.</b><p>Daily.</p></div>', [' | We ship. | Daily.']],
  ['a question with words beside it', '<div>So <b>why?</b><p>Daily.</p></div>', [' | So why? | Daily.']],
  [
    'a button over the next part',
    '<div><button>Ready?</button></div><div><h2>Prices</h2>Low.</div>',
    ['Prices | Low.'],
  ],
])('takes for no question %s', async (_, page, sections) => {
  expect(await outline('html', page)).toEqual(sections);
});
