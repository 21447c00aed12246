import { expect, it } from 'vitest';
import { outline } from '../testing/outline.ts';

it.each([
  ['<p><span>Margherita</span><span>£9.50</span>', 'Margherita £9.50'],
  ['<p><span>Colour</span><span></span><i class="dots"></i><!-- --><span>$80</span>', 'Colour $80'],
  ['<p><span>Tuesday – Friday</span><span>9:00</span>', 'Tuesday – Friday 9:00'],
  ['<p><span>Mon 9am–6pm</span><span>Sun closed</span><span>0113 496</span>', 'Mon 9am–6pm Sun closed 0113 496'],
  ['<p><span>It was: £120.00.</span><span>It is: £89.00.</span>', 'It was: £120.00. It is: £89.00.'],
  ['<p><a>Leeds</a><a>York</a><a>(new)</a><a>Hull</a>', 'Leeds York(new) Hull'],
  ['<ul><li><span>Monday</span><span>closed</span></ul>', '- Monday closed'],
  ['<table><tr><td><span>Monday:</span><span>closed</span><td>yes</table>', '- Monday: closed: yes'],
  [
    '<p><a>0113 496</a><a>0114 496</a><a>a@x.example</a><a>b@x.example</a>',
    '0113 496 0114 496 a@x.example b@x.example',
  ],
  ['<div><span>5 €</span><small>monthly</small></div>', '5 € monthly'],
])('parts the words of %s', async (page, text) => {
  expect(await outline('html', page)).toEqual([` | ${text}`]);
});

it.each([
  '<p><b>W</b><span>elcome</span> all, <b>un</b><i>do</i>',
  '<div><span>W</span><span>elcome</span></div>',
  '<div><span>£</span><span>6.50</span></div>',
  '<div><span>£6.</span><span>50</span></div>',
  '<div><span>9</span><span>:30</span></div>',
  '<p>H<sub>2</sub><sub>O</sub> <span>1</span><span>st</span> <span>Shop</span><wbr><span>Name</span>',
  '<p><span>a</span><span>@</span><span>x.example</span>',
  '<div><span>$9</span><span>/month</span></div>',
  '<p><b>We</b> open <b>daily</b>',
])('leaves %s whole', async (page) => {
  expect(await outline('html', page)).toEqual([` | ${page.replace(/<[^>]*>/g, '')}`]);
});
