import type { Metadata } from 'next';
import { ChatScript } from '../../../demo/chat-script.tsx';
import { DemoFooter } from '../../../demo/demo-footer.tsx';
import { DemoNotice } from '../../../demo/demo-notice.tsx';
import '../../../demo/hotel/gannet-house.css';
import { GettingHere } from '../../../demo/hotel/getting-here.tsx';
import { HotelDay } from '../../../demo/hotel/hotel-day.tsx';
import { HotelHeader } from '../../../demo/hotel/hotel-header.tsx';
import { HotelHero } from '../../../demo/hotel/hotel-hero.tsx';
import { Rooms } from '../../../demo/hotel/rooms.tsx';

export const metadata: Metadata = {
  title: { absolute: 'Gannet House · A hotel on Skerra' },
  description: 'A demo hotel: a page that embeds the chat with one script tag.',
};

export default function DemoHotelPage() {
  return (
    <div className="gannet-house min-h-dvh">
      <ChatScript siteKey="hotel" />
      <DemoNotice here="/demo/hotel" className="bg-(--house-deep) text-(--house-on-deep)" />
      <HotelHeader />
      <main id="top">
        <HotelHero />
        <Rooms />
        <HotelDay />
        <GettingHere />
      </main>
      <DemoFooter className="text-(--house-ink-soft)">Gannet House, Skerra. An invented hotel.</DemoFooter>
    </div>
  );
}
