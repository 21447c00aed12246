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
])('reads an address %s', async (_name, text) => {
  expect(await readSitemap(text, 10)).toEqual({ pages: [address], sitemaps: [] });
});

it('reads the addresses of pages and not those of their pictures', async () => {
  const text = `<urlset><url><loc>${address.replace('&', '&amp;')}</loc><image:image><image:loc>https://shop.example/a.png</image:loc></image:image></url></urlset>`;
  expect((await readSitemap(text, 10)).pages).toEqual([address]);
});

it('reads on behind small faults, and gives up one that is made of them', async () => {
  const entry = '<url><loc>https://shop.example/</loc>&nbsp;</url>';
  const faulty = `<urlset>${entry.repeat(5_000)}</urlset>`;
  expect((await readSitemap(faulty, 10_000)).pages).toHaveLength(5_000);
  for (const broken of ['<', '<a>', '&x;', '</b>']) {
    const text = `<urlset>${entry}${broken.repeat(2 ** 20 / broken.length)}</urlset>`;
    await expect(readSitemap(text, 50_000)).rejects.toThrow('This is not a sound sitemap.');
  }
});

it('reads addresses that are cut by turns, to the last', async () => {
  const addresses = Array.from({ length: 3_000 }, (_, index) => `https://shop.example/page-${index}?a=1&b=ü😀`);
  const xml = addresses.map((one) => `<url><loc>${one.replace('&', '&amp;')}</loc></url>`).join('');
  for (const text of [`<urlset>${xml}</urlset>`, addresses.join('\r\n')]) {
    expect((await readSitemap(text, 3_000)).pages).toEqual(addresses);
    expect((await readSitemap(text, 2_000)).pages).toHaveLength(2_000);
  }
});

const megabyte = 2 ** 20;
it.each([
  ['empty lines', `x${'\n'.repeat(megabyte)}`],
  ['lines that are no addresses', 'b\n'.repeat(megabyte / 2)],
  ['tags', `<urlset>${'<a/>'.repeat(megabyte / 4)}</urlset>`],
])('takes turns while it reads %s', async (_name, text) => {
  let turns = 0;
  const count = () => {
    turns += 1;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  await readSitemap(text, 50_000);
  clearImmediate(counting);
  expect(turns).toBeGreaterThan(100);
});

it('reads no tag without end, and no further than it takes', async () => {
  const attributes = Array.from({ length: 100_000 }, (_, index) => `a${index}=""`).join(' ');
  await expect(readSitemap(`<urlset ${attributes}/>`, 10)).rejects.toThrow('This is not a sound sitemap.');
  const entry = '<url><loc>https://shop.example/</loc></url>';
  const { pages } = await readSitemap(`<urlset>${entry.repeat(500)}${'<a '.repeat(megabyte)}`, 500);
  expect(pages).toHaveLength(500);
});
