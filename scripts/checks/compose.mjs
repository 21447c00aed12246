import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { runCommand } from '../setup/command.mjs';
import { proxyProblems } from './proxy.mjs';
import { substituted } from './substituted.mjs';

/** The services that are ours, each with an application of the same name. */
const OURS = ['gateway', 'worker', 'web', 'autoscaler'];
/** The same applications once more, or in another form: each is what the service before the hyphen is. */
const FORMS = ['gateway-2', 'worker-gpu'];
/** A process ends itself at the latest then (packages/telemetry, `onShutdown`); web has nothing to give back. */
export const SHUTDOWN_SECONDS = 10;
/** What Compose waits before it kills, unless told. */
const DEFAULT_GRACE = '10s';

/**
 * What is wrong with docker-compose.yml, which no test starts: that it parses, that what it names exists, and that it
 * passes to each of our services exactly what that service's `env.ts` knows and needs, that these find each other and the
 * servers, that none is killed while it ends, and that the proxy reaches all gateways.
 *
 * @param {string} [text] this repository's docker-compose.yml unless given
 * @param {typeof environmentProblems} [compare] what reads the `env.ts`; a process of its own unless given
 * @returns {Promise<string[]>} a sentence each
 */
export async function checkCompose(
  text = readFileSync(join(repository, 'docker-compose.yml'), 'utf8'),
  compare = environmentProblems,
) {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  if (document.errors.length > 0) return document.errors.map(({ message }) => `docker-compose.yml: ${message}`);
  const { services = {}, volumes = {} } = document.toJS();
  const problems = [
    ...['postgres', 'redis', ...OURS, ...FORMS]
      .filter((name) => !services[name])
      .map((name) => `service ${name} is missing`),
    ...Object.entries(services).flatMap(([name, service]) => [
      ...missingFiles(name, service),
      ...unknownNames(name, service, services, volumes),
      ...unlimited(name, service),
    ]),
    ...[...OURS, ...FORMS]
      .filter((name) => services[name] && name !== 'web' && graceSeconds(services[name]) <= SHUTDOWN_SECONDS)
      .map((name) => `${name} is killed before it has ended in order`),
  ];
  const passed = Object.fromEntries(
    [...OURS, ...FORMS]
      .filter((name) => services[name])
      .map((name) => [name, substituted(services[name].environment ?? {})]),
  );
  problems.push(...addressProblems(passed, services), ...proxyProblems(services));
  return [...problems, ...(await compare(passed))].map((problem) => `docker-compose.yml: ${problem}`);
}

function graceSeconds({ stop_grace_period: period = DEFAULT_GRACE }) {
  const [, minutes = 0, seconds = 0] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(period) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}

/** What has no limit takes all of the machine from the others: memory by a leak, the disk by its log. */
function unlimited(name, { mem_limit: memory, logging }) {
  return [
    ...(memory ? [] : [`${name} may take all memory`]),
    ...(logging?.options?.['max-size'] ? [] : [`${name} may fill the disk with its log`]),
  ];
}

function missingFiles(name, { build, env_file: envFiles = [], volumes = [] }) {
  const problems = [
    ...[envFiles]
      .flat()
      .filter((file) => !existsSync(join(repository, file)))
      .map((file) => `${name} names ${file}, which does not exist`),
    ...volumes
      .map((volume) => String(volume.source ?? volume).split(':')[0])
      .filter((source) => source.startsWith('.'))
      .map((source) => `${name} mounts ${source}: a container goes on with the old one after an upgrade`),
  ];
  if (!build) return problems;
  const file = join(build.context ?? '.', build.dockerfile ?? 'Dockerfile');
  if (!existsSync(join(repository, file))) return [...problems, `${name} is built from ${file}, which does not exist`];
  if (build.target && !readStages(file).includes(build.target)) {
    problems.push(`${name} is built to ${build.target}, which is no stage of ${file}`);
  }
  return problems;
}

/** The names of a Dockerfile's stages. */
export function readStages(file = 'Dockerfile') {
  const stages = readFileSync(join(repository, file), 'utf8').matchAll(/^FROM\s+\S+\s+AS\s+(\S+)/gim);
  return [...stages].map(([, stage]) => stage);
}

function unknownNames(name, { depends_on: dependencies = {}, volumes = [] }, services, declared) {
  const needed = Array.isArray(dependencies) ? dependencies : Object.keys(dependencies);
  const named = volumes.map((volume) => String(volume.source ?? volume).split(':')[0]).filter((it) => /^\w/.test(it));
  return [
    ...needed.filter((other) => !services[other]).map((other) => `${name} depends on ${other}, which is no service`),
    ...named.filter((it) => !(it in declared)).map((it) => `${name} uses the volume ${it}, which is not declared`),
  ];
}

/** A queue that some have on Redis and others on PostgreSQL is two queues, and a notice reaches half of those it is for. */
function addressProblems(passed, services) {
  // Empty where the operator gives none: an address outside of these services.
  const isAddress = (name, value) => name.endsWith('_URL') && value !== '';
  const urls = Object.entries(passed).flatMap(([service, variables]) =>
    Object.entries(variables).flatMap(([name, value]) => (isAddress(name, value) ? [{ service, name, value }] : [])),
  );
  const queues = Object.entries(passed).filter(([name]) => /^(gateway|worker)(-|$)/.test(name));
  const [first = ''] = queues.map(([, variables]) => variables.REDIS_URL ?? '');
  return [
    ...urls
      .filter(({ value }) => !(URL.canParse(value) && services[new URL(value).hostname]))
      .map(({ service, name }) => `${service} gets a ${name} where no service is`),
    ...queues
      .filter(([, variables]) => (variables.REDIS_URL ?? '') !== first)
      .map(([name]) => `${name} gets another REDIS_URL than ${queues[0]?.[0]}`),
  ];
}

/**
 * What is wrong with the variables that services get. The schemas are TypeScript, so another process compares.
 *
 * @param {Record<string, Record<string, string>>} passed by service and name
 * @returns {Promise<string[]>} a sentence each
 */
export async function environmentProblems(passed) {
  const program = join(repository, 'scripts/checks/print-environment-problems.ts');
  return JSON.parse(await runCommand(process.execPath, ['--import', 'tsx', program, JSON.stringify(passed)]));
}
