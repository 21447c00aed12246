import { expect, test } from 'vitest';
import { actions, isAtLeast, may, roles } from './permissions.ts';

test('who is nobody may nothing, an owner everything', () => {
  for (const action of actions)
    expect([action, may(null, action), may('owner', action)]).toEqual([action, false, true]);
});

test('a stronger role may all that a weaker one may', () => {
  for (const action of actions) {
    const allowed = roles.map((role) => may(role, action));
    expect(allowed).toEqual(allowed.toSorted((a, b) => Number(b) - Number(a)));
  }
});

test('viewers only look; agents answer; admins set up; only owners make owners', () => {
  expect(actions.filter((action) => may('viewer', action)).every((action) => action.endsWith('.read'))).toBe(true);
  expect(may('agent', 'conversations.answer')).toBe(true);
  expect(may('agent', 'site.edit')).toBe(false);
  expect(may('admin', 'members.manage')).toBe(true);
  expect(may('admin', 'owners.manage')).toBe(false);
});

test('roles compare', () => {
  expect([isAtLeast('admin', 'agent'), isAtLeast('agent', 'agent'), isAtLeast('viewer', 'agent')]).toEqual([
    true,
    true,
    false,
  ]);
});
