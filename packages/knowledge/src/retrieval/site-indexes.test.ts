import { expect, it } from 'vitest';
import { PassageIndex } from './passage-index.ts';
import { SiteIndexes } from './site-indexes.ts';

const one = Float32Array.of(1);
function indexOf(size: number): Promise<PassageIndex> {
  const passages = Array.from({ length: size }, (_, place) => ({
    ...{ id: String(place), title: '', sentences: ['a'], vectors: { passage: one, sentences: [one] } },
  }));
  return PassageIndex.make(passages);
}

function recorded(size: number, mostPassages?: number) {
  const loads: string[] = [];
  const indexes = new SiteIndexes(async (siteId, version) => {
    loads.push(`${siteId} ${version}`);
    if (siteId === 'broken') throw new Error('no database');
    return indexOf(size);
  }, mostPassages);
  return { loads, indexes };
}

it('loads once per version, and an old version does not displace a new one', async () => {
  const { loads, indexes } = recorded(1);
  const both = await Promise.all([indexes.get('a', 1), indexes.get('a', 1)]);
  expect(both[0]).toBe(both[1]);
  await indexes.get('a', 2);
  await indexes.get('a', 1);
  await indexes.get('a', 2);
  expect(loads).toEqual(['a 1', 'a 2', 'a 1']);
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
