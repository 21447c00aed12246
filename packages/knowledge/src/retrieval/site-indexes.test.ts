import { expect, it } from 'vitest';
import { PassageIndex } from './passage-index.ts';
import { SiteIndexes } from './site-indexes.ts';

const one = { bytes: Int8Array.of(1), step: 1 };
function indexOf(size: number): Promise<PassageIndex> {
  const passages = Array.from({ length: size }, (_, place) => ({
    ...{ id: String(place), title: '', sentences: ['a'], vectors: { passage: one, sentences: [one] } },
  }));
  return PassageIndex.make(passages);
}

/** Sites whose knowledge is at a version that may be raised. */
function recorded(size: number, mostPassages?: number) {
  const loads: string[] = [];
  const site = { version: 1, loading: 0 };
  const indexes = new SiteIndexes(async (siteId) => {
    const { version } = site;
    loads.push(`${siteId} ${version}`);
    site.loading += 1;
    expect(site.loading).toBe(1);
    const index = await indexOf(size);
    site.loading -= 1;
    if (siteId === 'broken') throw new Error('no database');
    return { version, index };
  }, mostPassages);
  return { loads, indexes, site };
}

it('loads once per version, and has the new one for those who ask for an old one', async () => {
  const { loads, indexes, site } = recorded(1);
  const both = await Promise.all([indexes.get('a', 1), indexes.get('a', 1)]);
  expect(both[0]).toBe(both[1]);
  site.version = 2;
  const second = await indexes.get('a', 2);
  expect(second).not.toBe(both[0]);
  expect(await indexes.get('a', 1)).toBe(second);
  expect(loads).toEqual(['a 1', 'a 2']);
});

it('loads a site that changes again and again once at a time, and all who wait share the next load', async () => {
  const { loads, indexes, site } = recorded(1);
  const asked = [indexes.get('a', 1)];
  for (const version of [2, 3, 4]) {
    site.version = version;
    asked.push(indexes.get('a', version));
  }
  const [first, ...others] = await Promise.all(asked);
  expect(new Set(others).size).toBe(1);
  expect(others[0]).not.toBe(first);
  expect(loads).toEqual(['a 1', 'a 4']);
});

it('keeps nothing of a site that is let go while it loads', async () => {
  const { loads, indexes } = recorded(1);
  const loading = indexes.get('a', 1);
  indexes.delete('a');
  await loading;
  await indexes.get('a', 1);
  expect(loads).toEqual(['a 1', 'a 1']);
});

it('lets go what was not used for longest when there is no room', async () => {
  const { loads, indexes } = recorded(4, 10);
  for (const site of ['a', 'b', 'a', 'c', 'a', 'b']) await indexes.get(site, 1);
  expect(loads).toEqual(['a 1', 'b 1', 'c 1', 'b 1']);
});

it('keeps a site that is too large alone, and forgets failures', async () => {
  const { loads, indexes } = recorded(4, 3);
  await indexes.get('a', 1);
  await indexes.get('a', 1);
  await expect(indexes.get('broken', 1)).rejects.toThrow('no database');
  await expect(indexes.get('broken', 1)).rejects.toThrow('no database');
  expect(loads).toEqual(['a 1', 'broken 1', 'broken 1']);
});
