'use client';

import {
  type AdminSite,
  type Member,
  type MembersPage as MembersData,
  may,
  type OpenInvitation,
  type Role,
  roles,
} from '@frontdesk/protocol';
import { useState } from 'react';
import { useAdminSites, useMayOfAll } from '../admin/admin-sites.tsx';
import { Loading } from '../admin/page-parts.tsx';
import { useUndoable } from '../admin/use-undoable.ts';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { Button, Problem } from '../forms/form-parts.tsx';
import { openOnArrow } from '../forms/open-select.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { longDate } from '../words/clock-time.ts';
import { countOf } from '../words/count-of.ts';
import { AccountsAtNoSite } from './accounts-at-no-site.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { Invite, type MadeLink } from './invite.tsx';
import { NewPassword } from './new-password.tsx';
import { roleName } from './role-name.ts';
import { SettingsShell } from './settings-shell.tsx';

const aboutRoles: Record<Role, string> = {
  owner: 'Everything, owners included.',
  admin: 'Sets the site up, invites people, makes keys.',
  agent: 'Answers customers and looks after the knowledge.',
  viewer: 'Looks, and changes nothing.',
};

export function MembersPage() {
  return (
    <SettingsShell title="Members" about="Who works at this site, and what each of them may do." edits="members.manage">
      {(site) => <SiteMembers key={site.id} site={site} />}
    </SettingsShell>
  );
}

function SiteMembers({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}`;
  const { data, problem, reload } = useLoaded<MembersData>(`${path}/members`);
  const [removing, setRemoving] = useState<Member | null>(null);
  const [revoking, setRevoking] = useState<OpenInvitation | null>(null);
  /** What whoever looks is about to be. */
  const [becoming, setBecoming] = useState<Role | null>(null);
  const [made, setMade] = useState<MadeLink | null>(null);
  const { me, reload: reloadSites } = useAdminSites();
  const { failed, change } = useUndoable(reload);
  const mayManage = may(site.role, 'members.manage');
  const mayManageAccounts = useMayOfAll()('accounts.manage');
  /** Accounts were deleted, or left without a site. */
  const [accountChanges, setAccountChanges] = useState(0);
  const given = roles.filter((role) => role !== 'owner' || may(site.role, 'owners.manage'));
  if (!data) return problem ? <Problem>{problem}</Problem> : <Loading />;

  const isSelf = ({ userId }: Member) => userId === me?.userId;
  const put = (userId: string, role: Role) => adminRequest('PUT', `${path}/members/${userId}`, { role });
  const give = ({ userId, name, role: before }: Member, role: Role) =>
    change({ done: `Now ${role}: ${name}`, run: () => put(userId, role), undo: () => put(userId, before) });
  /** An invitation that they had is gone with it. */
  const accountDeleted = async (email: string) => {
    if (made?.email.toLowerCase() === email.toLowerCase()) setMade(null);
    await reload();
  };
  return (
    <div className="space-y-6">
      <Problem>{failed}</Problem>
      {mayManage && <Invite {...{ site, given, made, setMade }} onInvited={reload} />}
      <section className="overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
        <h2 className="border-line border-b px-5 py-3.5 font-semibold">
          {countOf(data.members.length, 'person', 'people')}
        </h2>
        <ul className="divide-y divide-line">
          {data.members.map((member) => {
            const fixed = !mayManage || member.ofInstallation || !given.includes(member.role);
            return (
              <li key={member.userId} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
                <div className="min-w-0 flex-1 basis-60">
                  <p dir="auto" className="truncate font-medium text-sm">
                    {member.name}
                  </p>
                  <p className="truncate text-ink-soft text-sm">{member.email}</p>
                </div>
                {fixed ? (
                  <p className="text-ink-soft text-sm">
                    {roleName(member.role)}
                    {member.ofInstallation && ' of all sites'}
                  </p>
                ) : (
                  <>
                    <select
                      aria-label={`Role of ${member.name}`}
                      value={member.role}
                      onChange={({ target }) => {
                        const role = target.value as Role;
                        // Whoever has less is not who can take that back.
                        if (isSelf(member)) setBecoming(role);
                        else void give(member, role);
                      }}
                      onKeyDown={openOnArrow}
                      className="rounded-lg border border-line bg-surface px-2 py-1.5 text-sm"
                    >
                      {given.map((role) => (
                        <option key={role} value={role}>
                          {roleName(role)}
                        </option>
                      ))}
                    </select>
                    <Button onClick={() => setRemoving(member)} aria-label={`Remove ${member.name}`}>
                      Remove
                    </Button>
                  </>
                )}
                {mayManageAccounts && !isSelf(member) && (
                  <>
                    <DeleteAccount account={member} onDeleted={reload} />
                    <NewPassword member={member} />
                  </>
                )}
              </li>
            );
          })}
          {data.invitations.map((invitation) => {
            const { id, email, role, expiresAt } = invitation;
            return (
              <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-sunken px-5 py-3">
                <div className="min-w-0 flex-1 basis-60">
                  <p className="truncate text-sm">{email}</p>
                  <p className="text-ink-soft text-sm">
                    Invited as {role}; the link works until {longDate(expiresAt)}
                  </p>
                </div>
                <Button onClick={() => setRevoking(invitation)} aria-label={`Revoke the invitation of ${email}`}>
                  Revoke
                </Button>
              </li>
            );
          })}
        </ul>
      </section>
      {mayManageAccounts && <AccountsAtNoSite key={accountChanges} onDeleted={accountDeleted} />}
      <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[5rem_1fr]">
        {roles.map((role) => (
          <div key={role} className="contents">
            <dt className="font-medium">{roleName(role)}</dt>
            <dd className="text-ink-soft">{aboutRoles[role]}</dd>
          </div>
        ))}
      </dl>
      {revoking && (
        <ConfirmDialog
          title={`Revoke the invitation of ${revoking.email}?`}
          text="The link that they were given no longer opens this site, from this moment on. You can invite them again, with another one."
          action="Revoke"
          onConfirm={async () => {
            await adminRequest('DELETE', `${path}/invitations/${revoking.id}`);
            if (made?.id === revoking.id) setMade(null);
            await reload();
          }}
          onClose={() => setRevoking(null)}
        />
      )}
      {removing && (
        <ConfirmDialog
          title={`Remove ${removing.name}?`}
          text={`${removing.email} can no longer open this site, from this moment on. What they wrote stays, and so does their account.`}
          action="Remove"
          onConfirm={async () => {
            await adminRequest('DELETE', `${path}/members/${removing.userId}`);
            setAccountChanges((count) => count + 1);
            await (isSelf(removing) ? reloadSites() : reload());
          }}
          onClose={() => setRemoving(null)}
        />
      )}
      {becoming && me && (
        <ConfirmDialog
          title={`Become ${becoming} of this site?`}
          text={`${aboutRoles[becoming]} You can’t take this back: only somebody who may do more can.`}
          action={`Become ${becoming}`}
          onConfirm={async () => {
            await put(me.userId, becoming);
            await Promise.all([reload(), reloadSites()]);
          }}
          onClose={() => setBecoming(null)}
        />
      )}
    </div>
  );
}
