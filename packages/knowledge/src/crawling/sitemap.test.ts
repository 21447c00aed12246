import { expect, it } from 'vitest';
import { readSitemap } from './sitemap.ts';

const address = 'https://shop.example/returns?a=1&b=2';

it.each([
  ['as text', `<urlset><url><loc> ${address.replace('&', '&amp;')} </loc></url></urlset>`],
  ['as character data', `<urlset><url><loc><![CDATA[${address}]]></loc></url></urlset>`],
  [
    'under a prefix',
    `<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9"><sm:url><sm:loc>${address.replace('&', '&amp;')}</sm:loc></sm:url></sm:urlset>`,
  ],
  ['on a line', `${address}\n`],
])('reads an address %s', (_name, text) => {
  expect(readSitemap(text, 10)).toEqual({ pages: [address], sitemaps: [] });
});

it('reads the addresses of pages and not those of their pictures', () => {
  const text = `<urlset><url><loc>${address.replace('&', '&amp;')}</loc><image:image><image:loc>https://shop.example/a.png</image:loc></image:image></url></urlset>`;
  expect(readSitemap(text, 10).pages).toEqual([address]);
});

it('reads on behind small faults, and gives up one that is made of them', () => {
  const entry = '<url><loc>https://shop.example/</loc>&nbsp;</url>';
  expect(readSitemap(`<urlset>${entry.repeat(10)}</urlset>`, 10).pages).toHaveLength(10);
  for (const broken of ['<', '<a>']) {
    const text = `<urlset>${entry}${broken.repeat(2 ** 25 / broken.length)}</urlset>`;
    expect(() => readSitemap(text, 10)).toThrow('This is not a sound sitemap.');
  }
});
