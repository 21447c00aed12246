import type { VisitorDetails } from './visitor-details.ts';
import type { PreChatForm } from './widget-settings.ts';

export interface PreChatField {
  name: 'name' | 'email';
  required: boolean;
}

/**
 * Pure: what a visitor is asked for before their first message: what the site wants to know and does not yet. Nothing of one
 * whom their site has identified, and nothing while it is not known who they are.
 * @param form as the page knows it; what comes with the visitor is newer
 */
export function preChatFields(form: PreChatForm | undefined, visitor: VisitorDetails | null): PreChatField[] {
  const wanted = visitor?.preChat ?? form;
  if (wanted === undefined || visitor === null || visitor.identified) return [];
  return (['name', 'email'] as const)
    .filter((name) => wanted[name] !== 'off' && visitor[name] === null)
    .map((name) => ({ name, required: wanted[name] === 'required' }));
}
