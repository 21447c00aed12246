import { expect, test } from 'vitest';
import { answeredDraft, type Draft, Drafts, emptyDraft, sentDraft } from './drafts.ts';

class FakeStorage {
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
  const storage = new FakeStorage();
  const before = new Drafts(() => storage);
  before.change('ada', 'one', () => written('Hello', { files: [leaf, onItsWay] }));
  expect(before.get('ada', 'one').files).toHaveLength(2);
  expect(before.get('ada', 'two')).toBe(emptyDraft);
  const after = new Drafts(() => storage);
  expect(after.get('ada', 'one')).toEqual(written('Hello', { files: [leaf] }));
  expect(after.get('ben', 'one')).toEqual(emptyDraft);
  after.change('ada', 'one', () => emptyDraft);
  expect(storage.items.size).toBe(0);
});

test('who signs out leaves nothing; without a storage drafts last as long as the page', () => {
  const storage = new FakeStorage();
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
  const storage = new FakeStorage();
  const drafts = new Drafts(() => storage);
  drafts.change('ada', 'one', () => written('Hello', { files: [leaf, { ...onItsWay, problem: 'Too large.' }] }));
  expect(drafts.hasUnkept()).toBe(false);
  drafts.change('ada', 'two', () => written('', { files: [onItsWay] }));
  expect(drafts.hasUnkept()).toBe(true);
  drafts.change('ada', 'one', () => emptyDraft);
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
  without.change('ada', 'one', (draft) => sentDraft(draft, 'reply', 'x'));
  expect(without.hasUnkept()).toBe(true);
  without.change('ada', 'one', (draft) => answeredDraft(draft, 'x', null));
  expect(without.hasUnkept()).toBe(false);
});

test('what was not sent comes back under its id; what was written since stands below it and makes it another text', () => {
  const gone = sentDraft(written('Hello', { files: [leaf] }), 'reply', 'x');
  expect(gone).toMatchObject({ texts: { reply: '' }, files: [] });
  const back = written('Hello', { ids: { reply: 'x', note: '' }, files: [leaf], problem: 'No.' });
  expect(answeredDraft(gone, 'x', 'No.')).toEqual(back);
  const since = answeredDraft({ ...gone, texts: { reply: 'And more', note: '' } }, 'x', 'No.');
  expect(since).toMatchObject({ texts: { reply: 'Hello\n\nAnd more' }, ids: { reply: '' }, files: [leaf] });
  expect(answeredDraft(gone, 'x', null)).toEqual(emptyDraft);
  // Cleared meanwhile, it stays away.
  expect(answeredDraft(emptyDraft, 'x', 'No.')).toBe(emptyDraft);
  // A note leaves the reply alone.
  const noted = sentDraft({ ...back, texts: { reply: 'Hello', note: 'Hm' } }, 'note', 'y');
  expect(answeredDraft(noted, 'y', null)).toEqual({ ...back, problem: null });
});

test('what was on its way when the page was left is there again, under its id and in its order', () => {
  const storage = new FakeStorage();
  const before = new Drafts(() => storage);
  const found = () => new Drafts(() => storage).get('ada', 'one');
  const send = (text: string, id: string) =>
    before.change('ada', 'one', (draft) => sentDraft({ ...draft, texts: { reply: text, note: '' } }, 'reply', id));
  before.change('ada', 'one', () => written('', { files: [leaf] }));
  send('Hello', 'x');
  expect(before.hasUnkept()).toBe(false);
  expect(found()).toMatchObject({ texts: { reply: 'Hello' }, ids: { reply: 'x' }, files: [leaf], sent: [] });
  expect(found().problem).toContain('look above whether this was sent');
  send('And more', 'y');
  expect(found()).toMatchObject({ texts: { reply: 'Hello\n\nAnd more' }, ids: { reply: '' } });
  before.change('ada', 'one', (draft) => answeredDraft(draft, 'x', null));
  expect(found()).toMatchObject({ texts: { reply: 'And more' }, ids: { reply: 'y' }, files: [] });
  before.change('ada', 'one', (draft) => answeredDraft(draft, 'y', null));
  expect(storage.items.size).toBe(0);
});

test('what another tab has written is there, but for what only this page has', () => {
  const storage = new FakeStorage();
  const [here, there] = [new Drafts(() => storage), new Drafts(() => storage)];
  let told = 0;
  here.subscribe(() => {
    told += 1;
  });
  expect(here.get('ada', 'one')).toEqual(emptyDraft);
  there.change('ada', 'one', () => written('Hello'));
  const [key = ''] = storage.items.keys();
  here.hear('other');
  here.hear(key);
  expect(told).toBe(1);
  expect(here.get('ada', 'one').texts.reply).toBe('Hello');
  here.change('ada', 'one', (draft) => ({ ...draft, files: [onItsWay] }));
  there.change('ada', 'one', () => written('Hi'));
  here.hear(key);
  expect(here.get('ada', 'one').files).toEqual([onItsWay]);
});
