import { existsSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { repository } from '../repository.mjs';
import { dataDir } from './data-dir.mjs';

/** What the programs that npm brings are linked against, Next.js's compiler above all. */
const GLIBC_MINIMUM = '2.30';
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64'];
/** README, and what a machine of so many says that it has: its system keeps some. */
const MEMORY = { gib: 4, leastGib: 3.5 };
const CONTAINERS = 'where docker-compose.yml is the way';

/**
 * @param {{ nodeVersion: string, platform: string, arch: string, glibc?: string | undefined, folder?: string, newFolderMode?: number | undefined }} [machine]
 *   this one unless given, the folder that Frontdesk lies in, and the rights of a folder that is made there for its owner alone
 * @throws {OperatorError} one sentence, when Frontdesk cannot run on this machine
 */
export function checkRequirements(
  { nodeVersion, platform, arch, glibc, folder = repository, newFolderMode = 0o700 } = thisMachine(),
) {
  if (!isSupported(nodeVersion)) {
    throw new OperatorError(
      `Frontdesk needs Node 24 or newer, or Node 22 from 22.12 on, or Node 20 from 20.19 on; this is Node ${nodeVersion}.`,
    );
  }
  if (platform === 'win32') {
    throw new OperatorError(
      'Frontdesk runs on Linux and on macOS; this is Windows: in WSL it runs (clone into your home there).',
    );
  }
  if (!PLATFORMS.includes(`${platform}-${arch}`)) {
    throw new OperatorError(
      `Frontdesk runs on Linux (x64, arm64) and on macOS (arm64); this is ${platform}-${arch}, ${CONTAINERS}.`,
    );
  }
  if (platform === 'linux' && (!glibc || isOlder(glibc, GLIBC_MINIMUM))) {
    const found = glibc ? `glibc ${glibc}` : 'a Linux without glibc';
    throw new OperatorError(`Frontdesk needs glibc ${GLIBC_MINIMUM} or newer; this is ${found}, ${CONTAINERS}.`);
  }
  // Next.js takes paths for addresses, whose end a # begins.
  if (folder.includes('#')) {
    throw new OperatorError(`Frontdesk can't be built in a folder with a # in its path (${folder}): move it.`);
  }
  // PostgreSQL refuses a data folder that others can read.
  if (newFolderMode & 0o077) {
    throw new OperatorError(
      `Frontdesk can't keep its data in ${folder}: on a drive of Windows, and others like it, nobody can be kept from reading it. In WSL, clone into your home there.`,
    );
  }
}

/**
 * What to expect of a machine with too little memory: it may do for a look.
 *
 * @param {number} bytes that it has
 * @returns {string | undefined} a sentence
 */
export function memoryWarning(bytes) {
  const gib = bytes / 2 ** 30;
  if (gib >= MEMORY.leastGib) return undefined;
  return `This machine has ${gib.toFixed(1)} GB of memory, ${MEMORY.gib} GB are asked for: parts may be killed while they start or answer.`;
}

/** As package.json says it: what Prisma runs on. */
function isSupported(nodeVersion) {
  const [major, minor] = nodeVersion.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}

/** @param {string} version @param {string} minimum both as major.minor, and more that does not count */
function isOlder(version, minimum) {
  const [major, minor] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = minimum.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

function thisMachine() {
  const { platform, arch } = process;
  return {
    ...{ nodeVersion: process.versions.node, platform, arch, glibc: platform === 'linux' ? readGlibc() : undefined },
    // Of a database elsewhere nothing lies here.
    newFolderMode: process.env.DATABASE_URL ? undefined : readNewFolderMode(),
  };
}

/** Undefined where no folder can be made: nothing new comes to lie there either. */
function readNewFolderMode() {
  try {
    const folder = mkdtempSync(join(existsSync(dataDir) ? dataDir : dirname(dataDir), '.rights-'));
    const { mode } = statSync(folder);
    rmdirSync(folder);
    return mode;
  } catch {
    return undefined;
  }
}

/** Undefined where the system has another library in its place, as Alpine has. */
function readGlibc() {
  // A report looks up the name of each open connection otherwise, which can take long.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime;
}
