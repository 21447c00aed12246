// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, type } from '../../testing/admin-stage.tsx';
import { Tags } from './thread-tags.tsx';

afterEach(clearAdmin);

test('a tag that is refused is back in the field, unless something else is typed there by then', async () => {
  let answer = (_refused: string | null) => {};
  const onAdd = () =>
    new Promise<string | null>((resolve) => {
      answer = resolve;
    });
  const { page } = await showAdmin(<Tags tags={[]} onAdd={onAdd} onRemove={() => {}} />, {});
  const field = page.querySelector('input') as HTMLInputElement;
  const add = async (tag: string) => {
    await type(field, tag);
    await act(async () => field.form?.requestSubmit());
  };
  await add('returns');
  expect(field.value).toBe('');
  await act(async () => answer('It has 20 tags already.'));
  expect(field.value).toBe('returns');
  expect(page.querySelector('[role=alert]')?.textContent).toBe('It has 20 tags already.');

  await add('returns');
  expect(page.querySelector('[role=alert]')?.textContent).toBe('');
  await type(field, 'plants');
  await act(async () => answer('It has 20 tags already.'));
  expect(field.value).toBe('plants');
  expect(page.querySelector('[role=alert]')?.textContent).toBe('It has 20 tags already.');
});

test('the tags that there are can be chosen from, but for those that it has', async () => {
  const onTags = async () => ['refund', 'returns', 'vip'];
  const { page } = await showAdmin(
    <Tags tags={['vip']} onTags={onTags} onAdd={async () => null} onRemove={() => {}} />,
    {},
  );
  const field = page.querySelector('input') as HTMLInputElement;
  const offered = () => [...(field.list?.options ?? [])].map(({ value }) => value);
  // Asked for as they are needed: most threads are only read.
  expect(offered()).toEqual([]);
  await act(async () => field.focus());
  expect(offered()).toEqual(['refund', 'returns']);
});
