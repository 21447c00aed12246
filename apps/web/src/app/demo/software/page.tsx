import type { Metadata } from 'next';
import { ChatScript } from '../../../demo/chat-script.tsx';
import { DemoFooter } from '../../../demo/demo-footer.tsx';
import { DemoNotice } from '../../../demo/demo-notice.tsx';
import { Features } from '../../../demo/software/features.tsx';
import { Plans } from '../../../demo/software/plans.tsx';
import '../../../demo/software/shiftwell.css';
import { SoftwareHeader } from '../../../demo/software/software-header.tsx';
import { SoftwareHero } from '../../../demo/software/software-hero.tsx';
import { TrustLines } from '../../../demo/software/trust-lines.tsx';

export const metadata: Metadata = {
  title: { absolute: 'Shiftwell · Rotas without the phone calls' },
  description: 'A demo software company: a page that embeds the chat with one script tag.',
};

export default function DemoSoftwarePage() {
  return (
    <div className="shiftwell min-h-dvh">
      <ChatScript siteKey="software" />
      <DemoNotice here="/demo/software" className="bg-(--soft-deep) text-(--soft-on-deep)" />
      <SoftwareHeader />
      <main id="top">
        <SoftwareHero />
        <Features />
        <Plans />
        <TrustLines />
      </main>
      <DemoFooter className="text-(--soft-ink-soft)">Shiftwell rotas. An invented company.</DemoFooter>
    </div>
  );
}
