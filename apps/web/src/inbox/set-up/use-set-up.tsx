import type { SetUpFacts } from '@frontdesk/protocol';
import { type ReactNode, useState } from 'react';
import { useAdminSites, useMay, useMayOfAll } from '../../admin/admin-sites.tsx';
import { useUndo } from '../../admin/undo-toast.tsx';
import { demoSiteKeys } from '../../demo/demo-site-keys.ts';
import { adminRequest } from '../../requests/admin-request.ts';
import { useLoaded } from '../../requests/use-loaded.ts';
import { hideSetUp, isSetUpHidden } from './hidden-set-up.ts';
import { SetUpCard } from './set-up-card.tsx';
import { isToSetUp } from './set-up-steps.ts';

/** So that what was done elsewhere, as on one's own page, is ticked while somebody looks. */
const lookAgainMs = 5_000;

const read = (path: string): Promise<SetUpFacts | null> =>
  path === '' ? Promise.resolve(null) : adminRequest<SetUpFacts>('GET', path);

/**
 * The list of what is left to set up at the site that is looked at, for whoever may; null where there is none.
 * @returns `loading` while it is not known whether there is one
 */
export function useSetUp(): { list: ReactNode; loading: boolean } {
  const { site } = useAdminSites();
  const mayEdit = useMay()('site.edit');
  const isOwner = useMayOfAll()('site.create');
  const offerUndo = useUndo();
  /** Of the sites whose list was put away, or taken back, on this page. */
  const [hidden, setHidden] = useState<Record<string, boolean>>({});
  const isWanted =
    site !== null && mayEdit && !demoSiteKeys.includes(site.key) && !(hidden[site.id] ?? isSetUpHidden(site.id));
  const path = isWanted ? `sites/${site.id}/set-up` : '';
  const shows = (facts: SetUpFacts | null) => facts !== null && isToSetUp(facts, isOwner, Date.now());
  const loaded = useLoaded(path, (facts) => (shows(facts) ? lookAgainMs : null), path, read);
  if (!isWanted) return { list: null, loading: false };
  // What is left of another site's says nothing of this one.
  const facts = loaded.about === path ? loaded.data : null;
  if (!facts || !shows(facts)) return { list: null, loading: !facts && loaded.problem === null };
  const hide = (isHidden: boolean) => {
    hideSetUp(site.id, isHidden);
    setHidden((before) => ({ ...before, [site.id]: isHidden }));
  };
  const onHide = () => {
    hide(true);
    offerUndo('Hidden: what is left to set up', async () => hide(false));
  };
  return { list: <SetUpCard {...{ site, facts, isOwner, onHide }} />, loading: false };
}
