import { useAdminSites, useMayOfAll } from '../../admin/admin-sites.tsx';
import { demoSiteKeys } from '../../demo/demo-site-keys.ts';
import { NewSite } from '../../settings/new-site.tsx';

const isDemo = ({ key }: { key: string }) => demoSiteKeys.includes(key);

/** For whoever has demo sites alone: the way to one of their own. */
export function DemoHint() {
  const { site, sites } = useAdminSites();
  const mayCreate = useMayOfAll()('site.create');
  if (!site || !mayCreate || !sites?.every(isDemo)) return null;
  return (
    <div className="mt-10 max-w-md rounded-2xl border border-line border-dashed p-5 text-left">
      <p className="mb-3 font-medium text-sm">{site.name} is a demo.</p>
      <NewSite isFirst />
    </div>
  );
}
