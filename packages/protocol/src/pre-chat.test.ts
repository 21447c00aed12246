import { expect, test } from 'vitest';
import { preChatFields } from './pre-chat.ts';
import type { VisitorDetails } from './visitor-details.ts';
import type { PreChatForm } from './widget-settings.ts';

const visitor = (more: Partial<VisitorDetails> = {}): VisitorDetails => ({
  ...{ identified: false, name: null, email: null },
  ...more,
});
const form = (name: PreChatForm['name'], email: PreChatForm['email']): PreChatForm => ({ name, email });

test.each<[string, PreChatForm | undefined, VisitorDetails | null, string[]]>([
  ['nothing is wanted', form('off', 'off'), visitor(), []],
  ['the gateway is older than the form', undefined, visitor(), []],
  ['a name may be said', form('optional', 'off'), visitor(), ['name']],
  ['an address must be said', form('optional', 'required'), visitor(), ['name', 'email!']],
  ['the address is known', form('required', 'required'), visitor({ email: 'ann@example.org' }), ['name!']],
  ['all is known', form('required', 'off'), visitor({ name: 'Ann' }), []],
  ['the site says who it is', form('required', 'required'), visitor({ identified: true }), []],
  ['the site asks for more since', form('off', 'off'), visitor({ preChat: form('off', 'required') }), ['email!']],
  ['the site asks for nothing since', form('off', 'required'), visitor({ preChat: form('off', 'off') }), []],
  ['who it is, is not known yet', form('required', 'required'), null, []],
])('%s', (_, wanted, who, asked) => {
  expect(preChatFields(wanted, who).map(({ name, required }) => name + (required ? '!' : ''))).toEqual(asked);
});
