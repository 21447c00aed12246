import { day } from './house-rules.ts';

export function HotelDay() {
  return (
    <section aria-labelledby="day" className="bg-(--house-deep) text-(--house-on-deep)">
      <div className="mx-auto max-w-6xl px-5 py-16 sm:py-20">
        <h2 id="day" className="scroll-mt-24 text-4xl">
          A day here
        </h2>
        <ol className="mt-10 grid gap-8 sm:grid-cols-2 lg:grid-cols-5 lg:gap-6">
          {day.map(({ time, title, text }) => (
            <li key={time} className="border-(--house-on-deep)/25 border-t pt-4">
              <p className="serif text-2xl tabular-nums">{time}</p>
              <h3 className="mt-2 font-medium">{title}</h3>
              <p className="mt-1 text-(--house-on-deep-soft) text-sm leading-relaxed">{text}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
