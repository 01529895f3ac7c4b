/** The browser of the benchmarks: as large as a phone and, where it is asked for, as slow. */
import { chromium, type BrowserContext } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';

const executablePath = findChromium();

/** With the profile that the starts before have left there. */
export function launchPhone(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    ...(executablePath !== undefined && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
}

/** Milliseconds in which every process of the browser runs once. */
const ROUND = 20;

/**
 * Stops every process of the browser for most of each round, from now until the answer is called. The throttle of the
 * developer tools slows the page alone: the engine in its worker, and the database, would run at full speed.
 */
export async function slowDown(context: BrowserContext, times: number): Promise<() => void> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('the browser does not say what processes it has');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const send = (signal: 'SIGSTOP' | 'SIGCONT'): void => {
    for (const { id } of processInfo) {
      try {
        process.kill(id, signal);
      } catch {
        // it has ended
      }
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    send('SIGSTOP');
    timer = setTimeout(go, ROUND - ROUND / times);
  };
  const go = (): void => {
    send('SIGCONT');
    timer = setTimeout(stop, ROUND / times);
  };
  stop();
  return () => {
    clearTimeout(timer);
    send('SIGCONT');
  };
}

/** Milliseconds of processor that pages with their workers have used so far, and the rest of the browser, which holds the databases. */
export async function processorOf(context: BrowserContext): Promise<{ page: number; storage: number }> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('the browser does not say what processes it has');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const used = { page: 0, storage: 0 };
  for (const { type, cpuTime } of processInfo)
    used[type === 'renderer' ? 'page' : 'storage'] += cpuTime * 1000;
  return used;
}
