import { escapeText } from '../../../charts/frame.ts';
import { chart, dateAndTime, pageDocument, table } from '../../../charts/page-document.ts';
import { isMissed } from '../judge.ts';
import type { LoadReport, RunReport } from '../report.ts';
import { describeSettings } from '../settings.ts';
import { sideBySide, targetOf } from '../table.ts';
import { coresChart, queueChart, ttftHistogram, ttftOverTime } from './charts.ts';

/** The report as one page that needs nothing from elsewhere. */
export function reportPage({ at, machine, loadBefore, profiles, searches }: LoadReport): string {
  return pageDocument('Frontdesk under load', [
    `<p>${escapeText(`${dateAndTime(at)}, on ${machine}; load before the first run ${loadBefore.toFixed(1)}.`)}</p>`,
    ...profiles.map(profileSection),
    ...searches.map(searchSection),
  ]);
}

function profileSection({ runs, misses }: LoadReport['profiles'][number]): string {
  const [first] = runs;
  if (!first) return '';
  return [
    '<section>',
    `<h2>${escapeText(describeSettings(first.settings))}</h2>`,
    missedTargets(misses),
    ...runs.map((run, index) => runCharts(run, runs.length > 1 ? `Run ${index + 1}` : 'Charts')),
    figures(runs),
    '</section>',
  ].join('\n');
}

function searchSection({ profile, design, held, broken, isComplete, runs }: LoadReport['searches'][number]): string {
  const tried = [...runs].sort((one, other) => one.settings.users - other.settings.users);
  const rows = tried.map(({ settings, broke }) => [
    String(settings.users),
    broke.length === 0 ? 'held' : broke.join('; '),
  ]);
  const summary = `Held for ${held ?? 'no number of'} users, broken at ${broken ?? 'none that was tried'}${isComplete ? '' : '; the search ended early'}.`;
  return [
    '<section>',
    `<h2>${escapeText(`${profile}${design === 'plain' ? ', plain design' : ''}: how many users`)}</h2>`,
    `<p>${escapeText(summary)}</p>`,
    table([['users', 'promise'], ...rows], { kind: 'words' }),
    ...tried.map((run) => runCharts(run, `${run.settings.users} users`)),
    '</section>',
  ].join('\n');
}

function runCharts(run: RunReport, name: string): string {
  return [
    `<h3>${escapeText(name)}</h3>`,
    run.broke.length === 0 ? '' : `<p>${escapeText(run.broke.join('; '))}</p>`,
    '<div class="charts">',
    chart('Time to the first words', ttftOverTime(run)),
    chart('The same, counted', ttftHistogram(run)),
    chart('Queue', queueChart(run)),
    chart('Processor', run.cores.length > 0 ? coresChart(run) : '<p>This system does not tell.</p>'),
    '</div>',
  ].join('\n');
}

/** All targets that a run missed, in words. */
export function missedTargets(misses: readonly string[]): string {
  if (misses.length === 0) return '<p class="well">All targets met.</p>';
  return `<ul class="missed">${misses.map((miss) => `<li>${escapeText(miss)}</li>`).join('')}</ul>`;
}

/** The figures of runs with the same settings side by side, as the table of the command prints them. */
export function figures(runs: readonly Pick<RunReport, 'figures'>[]): string {
  const { header, rows } = sideBySide(runs.map((run) => run.figures));
  const missed = rows.flatMap(({ figure }, place) => (isMissed(figure) ? [place] : []));
  return table([header, ...rows.map(({ figure, cells }) => [...cells, targetOf(figure)])], { missed });
}
