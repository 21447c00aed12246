import { lazy } from './lazy.tsx';

export const messageParts = lazy(() => import('./message-parts.ts'));
export const rareParts = lazy(() => import('./rare-parts.ts'));
