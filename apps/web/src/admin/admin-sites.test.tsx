// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { useAdminSites } from './admin-sites.tsx';

const other = { ...site, id: '0192f0c1-0000-7000-8000-00000000000b', key: 'other', name: 'Zinnia' };

beforeEach(() => localStorage.clear());
afterEach(clearAdmin);

const Name = () => <p>{useAdminSites().site?.name}</p>;

/** @param asked what stands in the address */
async function nameAt(asked: string, sites = [site, other]) {
  const { page } = await showAdmin(<Name />, { 'GET sites': sites }, undefined, asked);
  const name = page.textContent;
  clearAdmin();
  return name;
}

test('a page whose address names no site shows the one that was looked at last, as long as it is one of theirs', async () => {
  expect(await nameAt('')).toBe('Fernway');
  expect(await nameAt(`site=${other.id}`)).toBe('Zinnia');
  expect(await nameAt('')).toBe('Zinnia');
  expect(await nameAt('site=all')).toBe('');
  expect(await nameAt('')).toBe('Zinnia');
  expect(await nameAt('', [site])).toBe('Fernway');
});

test('the address decides', async () => {
  await nameAt(`site=${other.id}`);
  expect(await nameAt(`site=${site.id}`)).toBe('Fernway');
  expect(await nameAt('')).toBe('Fernway');
  expect(await nameAt('site=0192f0c1-0000-7000-8000-00000000000c')).toBe('');
});
