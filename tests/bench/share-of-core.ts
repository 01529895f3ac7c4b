/** Gives a process a share of one core, so that several on a small machine do not take from each other: as on machines of their own. Linux alone. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = '/sys/fs/cgroup';
/** Short, so that a process that has had its share stands still for milliseconds only. Microseconds of processor at a time. */
const QUOTA_US = 1000;
/** Ten times as much as others get, so that its share is there whatever else runs. */
const WEIGHT = { old: 10_240, now: 1000 };

export interface Share {
  /** Once the process has ended. */
  end(): Promise<void>;
}

/** `share`: of one core, between 0 and 1. Undefined where this user may not. */
export function giveShare(pid: number, share: number): Share | undefined {
  const period = Math.round(QUOTA_US / share);
  const isOld = existsSync(join(ROOT, 'cpu'));
  const folder = join(ROOT, isOld ? 'cpu' : '', `waypost-bench-${pid}`);
  try {
    if (!isOld) writeFileSync(join(ROOT, 'cgroup.subtree_control'), '+cpu');
    mkdirSync(folder);
    if (isOld) {
      writeFileSync(join(folder, 'cpu.cfs_period_us'), String(period));
      writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(QUOTA_US));
      writeFileSync(join(folder, 'cpu.shares'), String(WEIGHT.old));
    } else {
      writeFileSync(join(folder, 'cpu.max'), `${QUOTA_US} ${period}`);
      writeFileSync(join(folder, 'cpu.weight'), String(WEIGHT.now));
    }
    writeFileSync(join(folder, 'cgroup.procs'), String(pid));
  } catch {
    return undefined;
  }
  return { end: () => remove(folder) };
}

/** A process that was killed stays in its group for a moment. */
async function remove(folder: string): Promise<void> {
  while (readFileSync(join(folder, 'cgroup.procs'), 'utf8') !== '') await sleep(20);
  rmdirSync(folder);
}
