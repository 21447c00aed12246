import { ArrowRight, BedDouble, BookOpen, CalendarDays, Gauge, MessagesSquare, Store } from 'lucide-react';
import { Wordmark } from '../brand/wordmark.tsx';

const places = [
  {
    href: '/demo',
    icon: Store,
    title: 'Demo shop',
    text: 'A plant shop with the chat in its corner, embedded with one script tag.',
  },
  {
    href: '/demo/hotel',
    icon: BedDouble,
    title: 'Demo hotel',
    text: 'A hotel on an island. The same chat, with what the hotel knows.',
  },
  {
    href: '/demo/software',
    icon: CalendarDays,
    title: 'Demo software company',
    text: 'Rotas for small teams: prices, limits and where the data is.',
  },
  {
    href: '/chat/demo',
    icon: MessagesSquare,
    title: 'Hosted chat',
    text: 'The same chat as a page of its own, for a link in an e-mail or a QR code.',
  },
  {
    href: '/admin',
    icon: Gauge,
    title: 'Admin',
    text: 'Conversations as they happen, and whether the two-second promise holds.',
  },
  {
    href: '/docs',
    icon: BookOpen,
    title: 'Documentation',
    text: 'Put the chat on a web site, or ask it from your own server.',
  },
] as const;

export default function LandingPage() {
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-5 sm:px-8">
      <header className="py-6">
        <Wordmark />
      </header>
      <main className="flex flex-1 flex-col justify-center py-10 sm:py-16">
        <h1 className="max-w-2xl text-balance font-semibold text-[2.25rem] leading-[1.08] tracking-[-0.03em] sm:text-[3.25rem]">
          Support that answers while you look.
        </h1>
        <p className="mt-5 max-w-xl text-ink-soft text-lg leading-relaxed">
          A chat for your customers with its own language model, running on this machine. The promise: first words
          within two seconds, for 99 of 100 messages.
        </p>
        <ul className="mt-12 grid gap-3 sm:grid-cols-2 sm:gap-4">
          {places.map(({ href, icon: Icon, title, text }) => (
            <li key={href}>
              {/* A plain link: each of these is an application of its own, and the demo shop loads a script that must not outlive it. */}
              <a
                href={href}
                className="group flex h-full gap-4 rounded-2xl border border-line bg-surface p-5 shadow-card transition-[border-color,box-shadow] hover:border-line-strong hover:shadow-lift"
              >
                <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-brand-soft text-brand">
                  <Icon aria-hidden="true" className="size-5" strokeWidth={1.75} />
                </span>
                <span className="min-w-0 flex-1">
                  <span className="flex items-center justify-between gap-2 font-medium">
                    {title}
                    <ArrowRight
                      aria-hidden="true"
                      className="size-4 text-ink-faint transition-transform group-hover:translate-x-0.5"
                    />
                  </span>
                  <span className="mt-1 block text-pretty text-ink-soft text-sm leading-relaxed">{text}</span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </main>
      <footer className="py-6 text-ink-faint text-sm">
        Conversations stay in your database. An AI assistant answers and can be wrong.
      </footer>
    </div>
  );
}
