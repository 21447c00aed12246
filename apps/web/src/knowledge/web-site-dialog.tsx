'use client';

import { type AddedSource, knowledgeLimits } from '@frontdesk/protocol';
import { type FormEvent, useState } from 'react';
import { adminRequest, sentenceOf } from './admin-request.ts';
import { Button, Dialog, field, Problem } from './form-parts.tsx';

interface Props {
  siteId: string;
  onSaved: () => void;
  onClose: () => void;
}

/** A web site to import: a page to begin at, or a sitemap. */
export function WebSiteDialog({ siteId, onSaved, onClose }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const address = String(new FormData(event.currentTarget).get('address')).trim();
    setBusy(true);
    setProblem(null);
    try {
      await adminRequest<AddedSource>('POST', `sites/${siteId}/web-sites`, { address });
      onSaved();
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Import a web site" onClose={onClose}>
      <form onSubmit={(event) => void save(event)} className="space-y-4">
        <label className="block font-medium text-sm">
          Address of a page or a sitemap
          <input
            className={field}
            name="address"
            type="url"
            required
            maxLength={knowledgeLimits.addressChars}
            placeholder="https://www.example.com/help"
          />
        </label>
        <p className="text-ink-soft text-sm leading-relaxed">
          From there, links on the same host are followed, up to 300 pages. What robots.txt asks to leave alone is left
          alone.
        </p>
        <Problem>{problem}</Problem>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {busy ? 'Starting…' : 'Import'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
