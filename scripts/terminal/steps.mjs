const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
const FRAME_MS = 100;
// Where nothing can be redrawn, a long step says from time to time how far it is.
const PLAIN_REPORT_MS = 5_000;

/**
 * Runs a named piece of work and shows how it goes. The work gets a function to tell its progress, and its result may
 * be a few words to show when it is done.
 *
 * @callback Step
 * @param {string} name
 * @param {(report: (progress: string) => void) => Promise<string | void>} work
 * @returns {Promise<void>}
 */

/**
 * Shows steps on `terminal`: one changing line with a spinner, or plain lines where there is no real terminal.
 *
 * @param {import('./terminal.mjs').Terminal} terminal
 * @returns {Step}
 */
export function showSteps(terminal) {
  return async (name, work) => {
    const startedAt = performance.now();
    const show = terminal.isInteractive ? spin(terminal, name) : tellPlainly(terminal, name);
    try {
      const detail = await work(show.report);
      show.end();
      terminal.line(`${terminal.paint('✓', 'green')} ${described(name, detail)}${took(terminal, startedAt)}`);
    } catch (error) {
      show.end();
      terminal.line(`${terminal.paint('✗', 'red')} ${name}${took(terminal, startedAt)}`);
      throw error;
    }
  };
}

/** Steps nobody watches. @type {Step} */
export async function silentStep(_name, work) {
  await work(() => {});
}

function spin(terminal, name) {
  let progress = '';
  let frame = 0;
  const draw = () => {
    terminal.status(`${FRAMES[frame % FRAMES.length]} ${described(name, progress)}`);
    frame += 1;
  };
  draw();
  const timer = setInterval(draw, FRAME_MS);
  return {
    report: (text) => {
      progress = text;
    },
    end: () => {
      clearInterval(timer);
      terminal.status('');
    },
  };
}

function tellPlainly(terminal, name) {
  let progress;
  let told;
  // By a clock and not as it is reported: what a step says once, at its start, may be all for minutes.
  const timer = setInterval(() => {
    if (progress === told) return;
    told = progress;
    terminal.line(`… ${described(name, told)}`);
  }, PLAIN_REPORT_MS);
  return {
    report: (text) => {
      progress = text;
    },
    end: () => clearInterval(timer),
  };
}

const described = (name, detail) => (detail ? `${name}: ${detail}` : name);

function took(terminal, startedAt) {
  return terminal.paint(` (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`, 'dim');
}
