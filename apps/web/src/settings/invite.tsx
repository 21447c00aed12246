'use client';

import { type AdminSite, type MadeInvitation, may, newInvitation, type Role } from '@frontdesk/protocol';
import { useState } from 'react';
import { useAdminSites } from '../admin/admin-sites.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, field, Problem } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { type AdminError, adminRequest } from '../requests/admin-request.ts';
import { OtherSites } from './other-sites.tsx';
import { roleName } from './role-name.ts';
import { Card } from './settings-shell.tsx';
import { ShownOnce } from './shown-once.tsx';

export interface MadeLink {
  /** Of its invitation. */
  id: string;
  email: string;
  siteNames: string;
  address: string;
}

interface Props {
  site: AdminSite;
  given: readonly Role[];
  /** What was made last, while it can be used. */
  made: MadeLink | null;
  setMade: (made: MadeLink) => void;
  onInvited: () => Promise<void>;
}

/** Makes a link that invites somebody. */
export function Invite({ site, given, made, setMade, onInvited }: Props) {
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
                {roleName(one)}
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
          <ShownOnce text={made.address} label="the invitation’s link">
            For <span className="font-medium">{made.email}</span>, to <bdi>{made.siteNames}</bdi>. It is shown this
            once.
          </ShownOnce>
        )}
      </div>
    </Card>
  );
}

/** Pure: the other sites to which somebody may be invited in that role. */
const otherSitesFor = (role: Role, site: AdminSite, sites: readonly AdminSite[]): readonly AdminSite[] =>
  sites.filter((one) => one.id !== site.id && may(one.role, role === 'owner' ? 'owners.manage' : 'members.manage'));
