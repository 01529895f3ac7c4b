// Loaded into the server of a benchmark: reports, when asked, the times for which its event loop was held since the last question.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const resolution = 5;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  let peak = 0;
  const measure = () => (peak = Math.max(peak, process.memoryUsage.rss() / 1024 / 1024));
  setInterval(measure, 100).unref();

  /** Milliseconds that this thread had a core, and that it was ready to run and had none, by Linux; elsewhere none is known. */
  const cores = () => {
    try {
      const [had = 0, lacked = 0] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1')
        .split(' ')
        .map((nanoseconds) => Number(nanoseconds) / 1e6);
      return { had, lacked };
    } catch {
      return { had: 0, lacked: 0 };
    }
  };
  /** @type {number[]} how late each tick came, less the time in which other programs had the core */
  let own = [];
  /** the most that this thread worked between two ticks */
  let work = 0;
  let at = performance.now();
  let before = cores();
  setInterval(() => {
    const now = performance.now();
    const { had, lacked } = cores();
    own.push(Math.max(0, now - at - resolution - (lacked - before.lacked)));
    work = Math.max(work, had - before.had);
    at = now;
    before = { had, lacked };
  }, resolution).unref();
  let cpu = process.cpuUsage();
  let since = performance.now();

  process.on('message', (message) => {
    if (message !== 'tell') return;
    measure();
    own.sort((one, other) => one - other);
    const spent = process.cpuUsage(cpu);
    const told = {
      longest: Math.max(0, delay.max / 1e6 - resolution),
      p99: Math.max(0, delay.percentile(99) / 1e6 - resolution),
      own: own.at(-1) ?? 0,
      work,
      ownP99: own[Math.floor(own.length * 0.99)] ?? 0,
      cpu: (spent.user + spent.system) / 1000 / (performance.now() - since),
      peak,
    };
    writeFileSync(join(process.env.DATA_DIR ?? '.', 'loop.json'), JSON.stringify(told));
    delay.reset();
    own = [];
    work = 0;
    cpu = process.cpuUsage();
    since = performance.now();
  });
  // a channel to the parent must keep no server alive that has ended
  process.channel?.unref();
}
