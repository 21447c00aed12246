import { expect, test } from 'vitest';
import { harmlessMarkdown } from './harmless-markdown.ts';

test.each([
  'Put `<div>` and `vec![1]` there, where a `&` is',
  '```html\n<div>\n  ![a](b)\n```',
  '- one `<b>`\n- two **`<i>`**\n\n## `<h2>`\n\n> [`<a>`](https://shop.example)',
  'See <https://shop.example/a> or <ann@shop.example>',
])('code and addresses stay as they were written: %j', (text) => {
  expect(harmlessMarkdown(text)).toBe(text);
});

test('all else is no tag and no picture', () => {
  expect(harmlessMarkdown('a < b <img src=x> ![a](http://evil.example) `<b>`')).toBe(
    'a &lt; b &lt;img src=x> \\!\\[a](http://evil.example) `<b>`',
  );
});

// Where it is left open what is code, nothing is kept.
test.each([
  '`<img src=x>',
  '`a\n\n<img src=x>\n\n`',
  '\\``a` <img src=x> `',
  '- a ` b\n- <img src=x> ` c',
  '- a\n  ```\n<img src=x>\n  ```',
  '- ~~~\n  ```\n  ~~~\n  <img src=x>\n',
  '| a | b |\n|---|---|\n| ` | `x` <img src=x> ` |',
  '<div>\n```\n\n```\n<img src=x>\n```',
  '<a title="`"> <img src=x> `',
])('no tag passes for code: %j', (text) => {
  expect(harmlessMarkdown(text)).not.toContain('<img');
});
