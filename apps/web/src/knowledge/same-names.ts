import { knowledgeLimits, type SourcesPage } from '@frontdesk/protocol';
import { adminRequest } from '../requests/admin-request.ts';

const most = knowledgeLimits.sourcesPerPage * 10;

/**
 * Files that a site has under these names.
 * @returns the id of each by its name; of several of a name, the newest
 * @throws AdminError
 */
export async function filesNamed(siteId: string, names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const look = async (query: string) => {
    const page = await adminRequest<SourcesPage>('GET', `sites/${siteId}/sources?limit=${most}${query}`);
    for (const { kind, name, id } of page.sources)
      if (kind === 'file' && names.includes(name) && !found.has(name)) found.set(name, id);
    return page.more;
  };
  if (!(await look(''))) return found;
  // There are more than one request lists.
  for (const name of new Set(names)) if (!found.has(name)) await look(`&search=${encodeURIComponent(name)}`);
  return found;
}
