import { expect, test } from 'vitest';
import { type Draft, Drafts, emptyDraft, returnedDraft, sentDraft } from './drafts.ts';

class TabStorage {
  readonly items = new Map<string, string>();
  get length() {
    return this.items.size;
  }
  key = (index: number) => [...this.items.keys()][index] ?? null;
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

const leaf = {
  ...{ key: 'a', name: 'leaf.png', problem: null },
  attachment: { id: 'a', name: 'leaf.png', type: 'image/png', bytes: 1 },
} as const;
const onItsWay = { key: 'b', name: 'fern.png', problem: null, attachment: null };
const written = (text: string, rest: Partial<Draft> = {}): Draft => ({
  ...emptyDraft,
  texts: { reply: text, note: '' },
  ...rest,
});

test('a draft is kept for its agent and conversation, through a reload, with the files that are there', () => {
  const storage = new TabStorage();
  const before = new Drafts(() => storage);
  before.change('ada', 'one', () => written('Hello', { files: [leaf, onItsWay] }));
  expect(before.get('ada', 'one').files).toHaveLength(2);
  expect(before.get('ada', 'two')).toBe(emptyDraft);
  const after = new Drafts(() => storage);
  expect(after.get('ada', 'one')).toEqual(written('Hello', { files: [leaf] }));
  expect(after.get('ben', 'one')).toEqual(emptyDraft);
  after.change('ada', 'one', (draft) => sentDraft(draft, 'reply'));
  expect(storage.items.size).toBe(0);
});

test('who signs out leaves nothing; without a storage drafts last as long as the page', () => {
  const storage = new TabStorage();
  storage.setItem('other', 'kept');
  const drafts = new Drafts(() => storage);
  drafts.change('ada', 'one', () => written('Hello'));
  drafts.change('ada', 'two', () => written('Hi'));
  expect(new Drafts(() => storage).hasBegun()).toBe(true);
  drafts.clear();
  expect(drafts.hasBegun()).toBe(false);
  expect([...storage.items]).toEqual([['other', 'kept']]);
  expect(drafts.get('ada', 'one')).toEqual(emptyDraft);
  const without = new Drafts(() => null);
  without.change('ada', 'one', () => written('Hello'));
  expect(without.get('ada', 'one').texts.reply).toBe('Hello');
  expect(without.hasBegun()).toBe(true);
});

test('what a reload would lose is known: a file on its way, and all where nothing can be stored', () => {
  const storage = new TabStorage();
  const drafts = new Drafts(() => storage);
  drafts.change('ada', 'one', () => written('Hello', { files: [leaf, { ...onItsWay, problem: 'Too large.' }] }));
  expect(drafts.hasUnkept()).toBe(false);
  drafts.change('ada', 'two', () => written('', { files: [onItsWay] }));
  expect(drafts.hasUnkept()).toBe(true);
  drafts.change('ada', 'one', (draft) => sentDraft(draft, 'reply'));
  expect(drafts.hasUnkept()).toBe(true);
  drafts.change('ada', 'two', () => written('', { files: [leaf] }));
  expect(drafts.hasUnkept()).toBe(false);
  storage.setItem = () => {
    throw new Error('full');
  };
  drafts.change('ada', 'one', () => written('Hello'));
  expect(drafts.hasUnkept()).toBe(true);
  drafts.clear();
  expect(drafts.hasUnkept()).toBe(false);
  const without = new Drafts(() => null);
  without.change('ada', 'one', () => written('Hello'));
  expect(without.hasUnkept()).toBe(true);
  without.change('ada', 'one', (draft) => sentDraft(draft, 'reply'));
  expect(without.hasUnkept()).toBe(false);
});

test('what was not sent comes back under its id; what was written since stands below it and makes it another text', () => {
  const sent = written('Hello', { ids: { reply: 'x', note: '' }, files: [leaf] });
  const gone = sentDraft(sent, 'reply');
  expect(gone).toEqual(emptyDraft);
  expect(returnedDraft(gone, sent, 'reply', 'No.')).toEqual({ ...sent, problem: 'No.' });
  const since = returnedDraft(written('And more'), sent, 'reply', 'No.');
  expect(since).toMatchObject({ texts: { reply: 'Hello\n\nAnd more' }, ids: { reply: '' }, files: [leaf] });
  // A note leaves the reply alone.
  expect(sentDraft(sent, 'note')).toEqual({ ...sent, texts: { reply: 'Hello', note: '' } });
});
