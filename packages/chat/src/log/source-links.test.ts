import { expect, test } from 'vitest';
import { sourceLinks } from './source-links.ts';

const returns = { title: 'Returns', url: 'https://shop.example/returns' };

test.each([
  ['a title with its address', [returns], [{ title: 'Returns', href: 'https://shop.example/returns' }]],
  ['a title alone', [{ title: 'Returns', url: null }], [{ title: 'Returns', href: null }]],
  ['two passages of one place', [returns, returns], [{ title: 'Returns', href: 'https://shop.example/returns' }]],
  [
    'two places of one title',
    [returns, { title: 'Returns', url: null }],
    [
      { title: 'Returns', href: 'https://shop.example/returns' },
      { title: 'Returns', href: null },
    ],
  ],
  [
    'an address without a title',
    [{ title: ' ', url: 'https://shop.example/a' }],
    [{ title: 'shop.example', href: 'https://shop.example/a' }],
  ],
  ['neither', [{ title: '', url: null }], []],
])('%s', (_, sources, expected) => {
  expect(sourceLinks(sources.map((source, index) => ({ id: `${index}`, ...source })))).toEqual(expected);
});

test.each(['javascript:alert(1)', 'data:text/html,hi', 'mailto:a@b.example', '/returns', 'not an address', ''])(
  'no link to %j',
  (url) => {
    expect(sourceLinks([{ id: '1', title: 'Returns', url }])).toEqual([{ title: 'Returns', href: null }]);
  },
);

test('an address is read in browsers that can not be asked whether it is one', () => {
  const { canParse } = URL;
  Reflect.deleteProperty(URL, 'canParse');
  try {
    const sources = ['https://a.example/x', 'nowhere'].map((url) => ({ id: url, title: '', url }));
    expect(sourceLinks(sources)).toEqual([{ title: 'a.example', href: 'https://a.example/x' }]);
  } finally {
    URL.canParse = canParse;
  }
});
