/** Counters of the sync server, for `GET /metrics`. */

const BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] as const;

export interface SyncMetrics {
  connections: number;
  connectionsTotal: number;
  commits: number;
  changesStored: number;
  changesRefused: number;
  bytesIn: number;
  bytesOut: number;
  unwritable: number;
  /** clients in documents of which something that a disk has spoilt cannot be sent */
  spoilt: number;
  /** the offers and acts that wait for the next commit */
  waiting: number;
  /** commits per bucket of BUCKETS_MS; the last one holds the slower ones */
  commitMs: number[];
  commitMsSum: number;
}

export const newMetrics = (): SyncMetrics => ({
  connections: 0,
  connectionsTotal: 0,
  commits: 0,
  changesStored: 0,
  changesRefused: 0,
  bytesIn: 0,
  bytesOut: 0,
  unwritable: 0,
  spoilt: 0,
  waiting: 0,
  commitMs: new Array<number>(BUCKETS_MS.length + 1).fill(0),
  commitMsSum: 0,
});

export function countCommit(metrics: SyncMetrics, ms: number): void {
  const found = BUCKETS_MS.findIndex((bucket) => ms <= bucket);
  const bucket = found < 0 ? BUCKETS_MS.length : found;
  metrics.commits += 1;
  metrics.commitMsSum += ms;
  metrics.commitMs[bucket] = (metrics.commitMs[bucket] ?? 0) + 1;
}

const lines: [keyof Omit<SyncMetrics, 'commitMs' | 'commitMsSum'>, string, 'gauge' | 'counter'][] = [
  ['connections', 'waypost_sync_connections', 'gauge'],
  ['connectionsTotal', 'waypost_sync_connections_total', 'counter'],
  ['commits', 'waypost_sync_commits_total', 'counter'],
  ['changesStored', 'waypost_sync_changes_stored_total', 'counter'],
  ['changesRefused', 'waypost_sync_changes_refused_total', 'counter'],
  ['bytesIn', 'waypost_sync_received_bytes_total', 'counter'],
  ['bytesOut', 'waypost_sync_sent_bytes_total', 'counter'],
  ['unwritable', 'waypost_sync_store_unwritable_total', 'counter'],
  ['spoilt', 'waypost_sync_spoilt', 'gauge'],
  ['waiting', 'waypost_sync_waiting', 'gauge'],
];

/** The counters as Prometheus text. */
export function printMetrics(metrics: SyncMetrics): string {
  const counters = lines.flatMap(([key, name, type]) => [
    `# TYPE ${name} ${type}`,
    `${name} ${metrics[key]}`,
  ]);
  const name = 'waypost_sync_commit_seconds';
  let sum = 0;
  const buckets = metrics.commitMs.map((count, index) => {
    const bound = BUCKETS_MS[index];
    return `${name}_bucket{le="${bound === undefined ? '+Inf' : bound / 1000}"} ${(sum += count)}`;
  });
  const histogram = [
    `# TYPE ${name} histogram`,
    ...buckets,
    `${name}_sum ${metrics.commitMsSum / 1000}`,
    `${name}_count ${sum}`,
  ];
  return [...counters, ...histogram, ''].join('\n');
}
