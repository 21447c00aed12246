import { useEffect, useState } from 'react';
import { Problem } from '../forms/form-parts.tsx';
import { askOpenly } from './ask-openly.ts';

/** What the secret in a link's fragment is good for. @param kind the link's, as the gateway's paths name it */
export function useSecretLink<View>(kind: 'invitations' | 'password-links') {
  const [token, setToken] = useState('');
  const [view, setView] = useState<View | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const secret = window.location.hash.slice(1);
    setToken(secret);
    askOpenly<View>(`${kind}/read`, { token: secret }).then(setView, (error: Error) => setProblem(error.message));
  }, [kind]);
  return { token, view, problem, setProblem };
}

/** In the form's place until it is known, or for good where the link counts no more. */
export function UnreadLink({ problem }: { problem: string | null }) {
  return problem ? (
    <Problem>{problem}</Problem>
  ) : (
    <p role="status" className="text-center text-ink-soft text-sm">
      Loading…
    </p>
  );
}
