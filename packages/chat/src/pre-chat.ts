import type { PreChatForm, VisitorDetails } from '@frontdesk/protocol';

export interface PreChatField {
  name: 'name' | 'email';
  required: boolean;
}

/**
 * Pure: what a visitor is asked for before their first message: what the site wants to know and does not yet. Nothing of one
 * whom their site has identified, and nothing while it is not known who they are.
 */
export function preChatFields(form: PreChatForm | undefined, visitor: VisitorDetails | null): PreChatField[] {
  if (form === undefined || visitor === null || visitor.identified) return [];
  return (['name', 'email'] as const)
    .filter((name) => form[name] !== 'off' && visitor[name] === null)
    .map((name) => ({ name, required: form[name] === 'required' }));
}
