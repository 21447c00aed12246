import { OperatorError } from '../operator-error.mjs';
import { repository } from '../repository.mjs';

const NODE_MINIMUM = '20.19';
/** What the programs that npm brings are linked against, Next.js's compiler above all. */
const GLIBC_MINIMUM = '2.30';
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64'];
const CONTAINERS = 'where docker-compose.yml is the way';

/**
 * @param {{ nodeVersion: string, platform: string, arch: string, glibc?: string | undefined, folder?: string }} [machine] this one
 *   unless given, and the folder that Frontdesk lies in
 * @throws {OperatorError} one sentence, when Frontdesk cannot run on this machine
 */
export function checkRequirements({ nodeVersion, platform, arch, glibc, folder = repository } = thisMachine()) {
  if (isOlder(nodeVersion, NODE_MINIMUM)) {
    throw new OperatorError(`Frontdesk needs Node ${NODE_MINIMUM} or newer; this is Node ${nodeVersion}.`);
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
}

/** @param {string} version @param {string} minimum both as major.minor, and more that does not count */
function isOlder(version, minimum) {
  const [major, minor] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = minimum.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

function thisMachine() {
  const { platform, arch } = process;
  return { nodeVersion: process.versions.node, platform, arch, glibc: platform === 'linux' ? readGlibc() : undefined };
}

/** Undefined where the system has another library in its place, as Alpine has. */
function readGlibc() {
  // A report looks up the name of each open connection otherwise, which can take long.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime;
}
