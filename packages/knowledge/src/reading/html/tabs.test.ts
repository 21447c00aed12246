import { expect, it } from 'vitest';
import { outline } from '../testing/outline.ts';

const shipping = ['Domestic | £3.95, 2 days.', 'International | £14.95, 9 days.', ' | Call us.'];
const panels = (one: string, other: string) =>
  `<div><div ${one}>£3.95, 2 days.</div><div ${other} hidden>£14.95, 9 days.</div></div><p>Call us.</p>`;

it.each([
  [
    'aria-controls',
    `<div role="tablist"><button role="tab" aria-controls="a">Domestic</button><button role="tab" aria-controls="b">International</button></div>${panels('id="a"', 'id="b"')}`,
  ],
  [
    'Bootstrap',
    `<ul class="nav"><li><a href="#a" data-toggle="tab">Domestic</a><li><button data-bs-toggle="tab" data-bs-target="#b">International</button></ul>${panels('id="a"', 'id="b"')}`,
  ],
  [
    'the name of what they show',
    `<div role="tablist"><a role="tab" id="d" href="/x">Domestic</a><a role="tab" id="i" aria-controls="b">International</a></div>${panels('role="tabpanel" aria-labelledby="d"', 'role="tabpanel" id="b"')}`,
  ],
])('reads what tabs show under their words, by %s', async (_, page) => {
  expect(await outline('html', page)).toEqual(shipping);
});

it('keeps the words of a tab above the headings that it shows, but for one that says the same', async () => {
  const page = `<h1>Shops</h1><a role="tab" href="#l">Leeds</a><a role="tab" href="#y">York</a><a role="tab" href="#m">More</a>
    <div id="l"><h3>Hours</h3>9–17<details><summary>Parking?</summary>Yes.</details></div><div id="y"><h3>Hours</h3>10–16</div>
    <div id="m"><h2>More</h2>Soon.</div><a role="tab" href="#o">Hull</a><div id="o"><h2>Hours</h2>9–12</div>`;
  expect(await outline('html', page)).toEqual([
    'Shops/Leeds/Hours | 9–17',
    'Shops/Leeds/Hours/Parking? | Yes.',
    'Shops/York/Hours | 10–16',
    'Shops/More | Soon.',
    'Shops/Hull/Hours | 9–12',
  ]);
});

it('names what several tabs share by the chosen one, if one is', async () => {
  const page = (chosen: string) =>
    `<button role="tab" aria-controls="a">Leeds</button><button role="tab" aria-controls="a" ${chosen}>York</button><div id="a">10–16</div>`;
  expect(await outline('html', page('aria-selected="true"'))).toEqual(['York | 10–16']);
  expect(await outline('html', page(''))).toEqual([' | 10–16']);
  expect(await outline('html', page('').replace('York', 'Leeds'))).toEqual(['Leeds | 10–16']);
});
