import { expect, it } from 'vitest';
import { addresses } from './addresses.mjs';

const admin = (gateway: Partial<Parameters<typeof addresses>[0]>) =>
  Object.fromEntries(addresses({ port: '3000', hasDemo: false, ...gateway })).Admin;

it.each([
  [{}, 'http://localhost:3000/admin'],
  [{ host: '' }, 'http://localhost:3000/admin'],
  [{ host: '0.0.0.0' }, 'http://localhost:3000/admin'],
  [{ host: '::' }, 'http://localhost:3000/admin'],
  [{ host: '10.0.0.5', port: '3001' }, 'http://10.0.0.5:3001/admin'],
  [{ host: 'fd00::5' }, 'http://[fd00::5]:3000/admin'],
  [{ host: '0.0.0.0', publicUrl: 'https://chat.example/' }, 'https://chat.example/admin'],
])('names the address that answers: %o', (gateway, address) => {
  expect(admin(gateway)).toBe(address);
});

it('names the demo sites as long as they are there', () => {
  const gateway = { port: '3000', publicUrl: 'https://chat.example' };
  const always = [
    ['Documentation', 'https://chat.example/docs'],
    ['Admin', 'https://chat.example/admin'],
  ];
  expect(addresses({ ...gateway, hasDemo: true })).toEqual([
    ['Demo shop', 'https://chat.example/demo'],
    ['Demo hotel', 'https://chat.example/demo/hotel'],
    ['Demo software', 'https://chat.example/demo/software'],
    ['Chat alone', 'https://chat.example/chat/demo'],
    ...always,
  ]);
  expect(addresses({ ...gateway, hasDemo: false })).toEqual(always);
});
