import { expect, it } from 'vitest';
import { mergeTexts } from './merge-texts.ts';

const now = { title: 'Post', text: 'Within 3 days.' };
const before = { title: 'Post', text: 'Within 2 days.' };

it('texts that were left as they were stay as others have made them since', () => {
  expect(mergeTexts(now, { values: { ...before, title: 'Parcels' }, before })).toEqual({ ...now, title: 'Parcels' });
});

it('what others have made something else of is not written over, unless it is what they have written', () => {
  const change = (text: string) => () => mergeTexts(now, { values: { ...before, text }, before });
  expect(change('Within 4 days.')).toThrow(expect.objectContaining({ code: 'changed_meanwhile' }));
  expect(change(now.text)()).toEqual(now);
});

it('without what was there, or where that was not told, all is as it is sent', () => {
  const values = { title: 'Parcels', text: 'Within 4 days.' };
  expect(mergeTexts(now, { values, before: undefined })).toEqual(values);
  expect(mergeTexts(now, { values, before: { title: 'Post' } })).toEqual(values);
});
