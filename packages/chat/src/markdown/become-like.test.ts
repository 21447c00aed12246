// @vitest-environment jsdom
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { becomeLike } from './become-like.ts';

function nodeOf(html: string): HTMLElement {
  const node = document.createElement('div');
  node.innerHTML = html;
  return node;
}

test('what stays the same stays the same nodes', () => {
  const node = nodeOf('<ul><li>one</li><li><b>two</b> gro</li></ul>');
  const [first, last] = node.querySelectorAll('li');
  becomeLike(node, nodeOf('<ul><li>one</li><li><b>two</b> grows</li><li>three</li></ul>'));
  expect(node.innerHTML).toBe('<ul><li>one</li><li><b>two</b> grows</li><li>three</li></ul>');
  expect([...node.querySelectorAll('li')].slice(0, 2)).toEqual([first, last]);
});

test('a selection in words that grow stays', () => {
  const node = nodeOf('<p>within thirty da</p>');
  document.body.append(node);
  const words = node.querySelector('p')?.firstChild;
  if (!words) throw new Error('no words');
  getSelection()?.setBaseAndExtent(words, 7, words, 13);
  becomeLike(node, nodeOf('<p>within thirty days</p>'));
  expect(getSelection()?.toString()).toBe('thirty');
  node.remove();
});

test('an element of another name or with other attributes is another', () => {
  const node = nodeOf('<p>a</p><a href="https://a.example" title="x">b</a>');
  becomeLike(node, nodeOf('<h3>a</h3><a href="https://b.example">b</a>'));
  expect(node.innerHTML).toBe('<h3>a</h3><a href="https://b.example">b</a>');
});

const html = fc.stringMatching(/^(?:<\/?(?:p|b|ul|li|a href="x")>|[ab ]){0,12}$/);

test('any node becomes like any other', () => {
  fc.assert(
    fc.property(html, html, (before, after) => {
      const node = nodeOf(before);
      becomeLike(node, nodeOf(after));
      expect(node.innerHTML).toBe(nodeOf(after).innerHTML);
    }),
  );
});
