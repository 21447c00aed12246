'use client';

import {
  type AdminSite,
  type MadeInvitation,
  type Member,
  type MembersPage as MembersData,
  may,
  newInvitation,
  type OpenInvitation,
  type Role,
  roles,
} from '@frontdesk/protocol';
import { useState } from 'react';
import { useAdminSites } from '../admin/admin-sites.tsx';
import { longDate } from '../admin/clock-time.ts';
import { countOf } from '../admin/count-of.ts';
import { openOnArrow } from '../admin/open-select.ts';
import { useUndoable } from '../admin/use-undoable.ts';
import { CopyButton } from '../docs/copy-button.tsx';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, field, Problem } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { type AdminError, adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { OtherSites } from './other-sites.tsx';
import { Card, Loading, SettingsShell } from './settings-shell.tsx';

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
  const given = roles.filter((role) => role !== 'owner' || may(site.role, 'owners.manage'));
  if (!data) return problem ? <Problem>{problem}</Problem> : <Loading />;

  const isSelf = ({ userId }: Member) => userId === me?.userId;
  const put = (userId: string, role: Role) => adminRequest('PUT', `${path}/members/${userId}`, { role });
  const give = ({ userId, name, role: before }: Member, role: Role) =>
    change({ done: `Now ${role}: ${name}`, run: () => put(userId, role), undo: () => put(userId, before) });
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
                    {nameOf(member.role)}
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
                          {nameOf(role)}
                        </option>
                      ))}
                    </select>
                    <Button onClick={() => setRemoving(member)} aria-label={`Remove ${member.name}`}>
                      Remove
                    </Button>
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
      <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[5rem_1fr]">
        {roles.map((role) => (
          <div key={role} className="contents">
            <dt className="font-medium">{nameOf(role)}</dt>
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
          text={`${removing.email} can no longer open this site, from this moment on. What they wrote stays.`}
          action="Remove"
          onConfirm={async () => {
            await adminRequest('DELETE', `${path}/members/${removing.userId}`);
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

interface MadeLink {
  /** Of its invitation. */
  id: string;
  email: string;
  siteNames: string;
  address: string;
}

interface InviteProps {
  site: AdminSite;
  given: readonly Role[];
  /** What was made last, while it can be used. */
  made: MadeLink | null;
  setMade: (made: MadeLink) => void;
  onInvited: () => Promise<void>;
}

function Invite({ site, given, made, setMade, onInvited }: InviteProps) {
  const { sites } = useAdminSites();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  // Where the role that is chosen may be given; a choice at another one is kept until the role fits again.
  const others = otherSitesFor(role, site, sites ?? []);
  const also = others.filter(({ id }) => chosen.includes(id));
  const body = { email: email.trim(), role, alsoSites: also.map(({ id }) => id) };
  const { form, wrong, check, refuse } = useFaults(() => fieldProblems(newInvitation, body), { email: body.email });

  const invite = async () => {
    const { id, token } = await adminRequest<MadeInvitation>('POST', `sites/${site.id}/invitations`, body);
    // Behind the #: browsers send it to nobody.
    setMade({
      id,
      email: body.email,
      siteNames: [site, ...also].map(({ name }) => name).join(', '),
      address: `${window.location.origin}/admin/invitation#${token}`,
    });
    setEmail('');
    await onInvited();
  };
  const refused = ({ code, message }: AdminError) => {
    const isMember = code === 'already_member';
    if (isMember) refuse({ email: message });
    return isMember;
  };
  const { problem, submit } = useSubmit(invite, { check, refused });
  return (
    <Card
      title="Invite somebody"
      about="They choose their own password. The link works once, for seven days; send it in a way that only they can read."
    >
      <form ref={form} noValidate className="flex flex-wrap items-start gap-3" onSubmit={submit}>
        <div className="min-w-60 flex-1">
          <LabelledField label="E-mail" problem={wrong.email}>
            {(attributes) => (
              <input
                {...attributes}
                type="email"
                value={email}
                onChange={(event) => setEmail(event.target.value)}
                className={field}
              />
            )}
          </LabelledField>
        </div>
        <label className="font-medium text-sm">
          Role
          <select value={role} onChange={(event) => setRole(event.target.value as Role)} className={field}>
            {given.map((one) => (
              <option key={one} value={one}>
                {nameOf(one)}
              </option>
            ))}
          </select>
        </label>
        <OtherSites sites={others} chosen={chosen} onChange={setChosen} />
        <Button type="submit" look="primary" className="mt-6.5 h-9.5">
          Make a link
        </Button>
      </form>
      <div className="mt-3 space-y-3" role="status">
        <Problem>{problem}</Problem>
        {made && (
          <div className="rounded-xl border border-line bg-sunken p-3">
            <p className="text-sm">
              For <span className="font-medium">{made.email}</span>, to <bdi>{made.siteNames}</bdi>. It is shown this
              once.
            </p>
            <div className="mt-2 flex items-center gap-2 text-sm">
              <code className="min-w-0 flex-1 break-all text-sm">{made.address}</code>
              <CopyButton text={made.address} label="the invitation’s link" />
            </div>
          </div>
        )}
      </div>
    </Card>
  );
}

const nameOf = (role: Role): string => role.charAt(0).toUpperCase() + role.slice(1);

/** Pure: the other sites to which somebody may be invited in that role. */
const otherSitesFor = (role: Role, site: AdminSite, sites: readonly AdminSite[]): readonly AdminSite[] =>
  sites.filter((one) => one.id !== site.id && may(one.role, role === 'owner' ? 'owners.manage' : 'members.manage'));
