// Loaded into every process before its own program. A program that knows its supervisor ends itself in order when the
// channel closes; one that does not (Next's server), or that takes too long, is ended here.

const ORDERLY_END_MS = 12_000;

if (process.connected) {
  process.on('disconnect', endWithSupervisor);
  // The channel alone keeps no process alive that has nothing left to do.
  process.channel.unref();
} else {
  // It ended before this line was reached.
  process.exit(1);
}

function endWithSupervisor() {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), ORDERLY_END_MS).unref();
}
