// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepInSight } from './keep-in-sight.ts';

let life: AbortController;
let panel: HTMLElement;
const view = Object.assign(new EventTarget(), { scale: 1, height: 740, offsetTop: 0 });

beforeEach(() => {
  life = new AbortController();
  panel = document.createElement('div');
  vi.stubGlobal('visualViewport', view);
  vi.stubGlobal('innerHeight', 740);
  keepInSight(panel, life.signal);
});
afterEach(() => life.abort());

function see(height: number, offsetTop = 0, scale = 1): string[] {
  Object.assign(view, { height, offsetTop, scale }).dispatchEvent(new Event('resize'));
  return ['--visible-top', '--visible-height'].map((name) => panel.style.getPropertyValue(name));
}

test('over an on-screen keyboard the panel has what is in sight, and all of the window without it', () => {
  expect(see(420, 40)).toEqual(['40px', '420px']);
  expect(see(740)).toEqual(['', '']);
});

test('neither a bar of the browser nor a reader who has zoomed in moves it', () => {
  expect(see(690)).toEqual(['', '']);
  expect(see(370, 100, 2)).toEqual(['', '']);
});

test('it ends with the widget', () => {
  life.abort();
  expect(see(420, 40)).toEqual(['', '']);
});
