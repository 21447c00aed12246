import { PathnameContext, SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime.js';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';
import { AdminSitesProvider } from '../admin/admin-sites.tsx';

export const site = { id: '0192f0c1-0000-7000-8000-00000000000a', key: 'demo', name: 'Fernway', role: 'owner' };

/** What the gateway answers to `METHOD path`: what it keeps waiting is a promise, what it refuses a response. */
export type Answers = Record<string, unknown>;

/**
 * Shows something of the admin, to the owner of one site, in jsdom.
 * @param onAsked told what is asked of the gateway, and what is sent with it, before it answers
 * @param query what stands in the page's address
 * @returns what was asked of it, as `METHOD path`
 */
export async function showAdmin(
  what: ReactNode,
  answers: Answers,
  onAsked: (asked: string, sent: unknown) => void = () => {},
  query = '',
): Promise<{ asked: string[]; page: HTMLElement }> {
  const asked: string[] = [];
  const me = { userId: 'me', name: 'Ada', email: 'ada@example.com', isOwner: true };
  const own: Answers = { 'GET me': me, 'GET sites': [site] };
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', async (address: string, { method = 'GET', body }: RequestInit = {}) => {
    const path = address.replace('/v1/admin/', '');
    const name = `${method} ${path}`;
    asked.push(name);
    onAsked(name, typeof body === 'string' ? JSON.parse(body) : undefined);
    const answer = (await (answers[name] ?? own[name])) ?? null;
    return answer instanceof Response ? answer.clone() : Response.json(answer);
  });
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  unmounts.push(() => {
    act(() => root.unmount());
    page.remove();
  });
  await act(async () =>
    root.render(
      <PathnameContext value="/admin">
        <SearchParamsContext value={new URLSearchParams(query)}>
          <AdminSitesProvider>{what}</AdminSitesProvider>
        </SearchParamsContext>
      </PathnameContext>,
    ),
  );
  return { asked, page };
}

const unmounts: (() => void)[] = [];
/** After each test. */
export function clearAdmin(): void {
  for (const unmount of unmounts.splice(0)) unmount();
}

/** Types into a field: React listens to the element's own setter, so the prototype's is called. */
export async function type(field: HTMLInputElement | HTMLTextAreaElement | null, text: string): Promise<void> {
  await act(async () => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text);
    field?.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
