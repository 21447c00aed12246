import { createRoot } from 'react-dom/client';
import './frame.css';
import { loadWished, speakIn } from './frame-locale.ts';
import { runFrame } from './run-frame.tsx';

const address = new URLSearchParams(location.search);
const siteKey = address.get('site');
const origin = address.get('origin');
const root = document.getElementById('root');

// Opened by itself, without a loader around it, there is nobody to give a ticket.
if (root !== null && siteKey !== null && origin !== null && window.parent !== window) {
  const wished = address.get('locale') ?? '';
  const locale = await loadWished(wished);
  speakIn(locale);
  runFrame(createRoot(root), { siteKey, origin, locale, wished });
}
