// Loaded into the server of a benchmark: reports, when asked, the longest time for which its event loop was held since the last question.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const resolution = 5;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  let peak = 0;
  const measure = () => (peak = Math.max(peak, process.memoryUsage.rss() / 1024 / 1024));
  setInterval(measure, 100).unref();
  process.on('message', (message) => {
    if (message !== 'tell') return;
    measure();
    const longest = Math.max(0, delay.max / 1e6 - resolution);
    writeFileSync(join(process.env.DATA_DIR ?? '.', 'loop.json'), JSON.stringify({ longest, peak }));
    delay.reset();
  });
  // a channel to the parent must keep no server alive that has ended
  process.channel?.unref();
}
