import type { IncomingHttpHeaders } from 'node:http';
import { type Database, findSiteRole, listSitesOf } from '@frontdesk/database';
import { type Action, CodedError, may, type Role } from '@frontdesk/protocol';
import type { Session, SignIn } from '../sign-in/sign-in.ts';

/** Who asks, for which site, and what they are there. */
export interface SiteAccess extends Session {
  siteId: string;
  siteName: string;
  role: Role;
}

/** The one place where a socket or a route learns who asks, for which site, and whether they may. */
export interface AccessControl {
  /** @throws CodedError `sign_in_required` */
  session(headers: IncomingHttpHeaders): Promise<Session>;
  /**
   * @param options.removedToo else one that is removed is none
   * @throws CodedError `forbidden` for a site that they are no member of, also where there is none; `site_unknown` for owners of all,
   *   and for one that is removed
   */
  at(session: Session, siteId: string, options?: { removedToo?: boolean | undefined }): Promise<SiteAccess>;
  /** At the first of their sites. @throws CodedError `forbidden` where they have none */
  atFirst(session: Session): Promise<SiteAccess>;
}

export function createAccessControl({ database, signIn }: { database: Database; signIn: SignIn }): AccessControl {
  return {
    async session(headers) {
      const session = await signIn.readSession(headers);
      if (!session) throw new CodedError('sign_in_required');
      return session;
    },

    async at(session, siteId, { removedToo = false } = {}) {
      const found = await findSiteRole(database, session, siteId);
      if (!found && session.isOwner) throw new CodedError('site_unknown');
      if (!found?.role) throw new CodedError('forbidden');
      if (found.removed && !removedToo) throw new CodedError('site_unknown', { message: 'This site was removed.' });
      return { ...session, siteId, siteName: found.siteName, role: found.role };
    },

    async atFirst(session) {
      const [site] = await listSitesOf(database, session);
      if (!site) throw new CodedError('forbidden', { message: 'You are not a member of any site.' });
      return { ...session, siteId: site.id, siteName: site.name, role: site.role };
    },
  };
}

/** @throws CodedError `forbidden` */
export function refuseUnlessMay(role: Role | null, action: Action): void {
  if (!may(role, action)) throw new CodedError('forbidden');
}
