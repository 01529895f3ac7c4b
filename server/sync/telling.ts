/** A sync server whose sockets end, or come back with other rights, in all processes that serve one database. */
import type { Others, Told } from '../database/port/others';
import type { SyncLog, SyncServer } from './sync-server';

/** The number of tries to inform others again, and the wait after a failure, milliseconds. */
const TRIES = 20;
const AGAIN_MS = 1500;

export function telling(own: SyncServer, others: Others, log: Pick<SyncLog, 'error'>): SyncServer {
  const here: Record<Told['what'], (subject: string) => void> = {
    'close-device': (id) => own.closeDevice(id),
    'close-session': (id) => own.closeSession(id),
    'refresh-device': (id) => own.refreshDevice(id),
    'refresh-session': (id) => own.refreshSession(id),
    'refresh-all': () => own.comeAgain(),
  };
  others.onTold(({ what, subject }) => here[what](subject));
  const tell = async (told: Told): Promise<void> => {
    for (let tries = 1; ; tries++) {
      try {
        return await others.tell(told);
      } catch (error) {
        if (tries === TRIES) return log.error({ err: error, ...told }, 'other servers were not told');
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
    }
  };
  const everywhere =
    (what: Told['what']) =>
    (subject: string): void => {
      here[what](subject);
      void tell({ what, subject });
    };
  return {
    upgrade: (request, socket, head) => own.upgrade(request, socket, head),
    author: (document, changes, by) => own.author(document, changes, by),
    act: (act) => own.act(act),
    begin: () => own.begin(),
    idle: () => own.idle(),
    documents: (peer) => own.documents(peer),
    receiptFor: (document, marks) => own.receiptFor(document, marks),
    openSessions: () => own.openSessions(),
    drain: () => own.drain(),
    metrics: own.metrics,
    closeDevice: everywhere('close-device'),
    closeSession: everywhere('close-session'),
    refreshDevice: everywhere('refresh-device'),
    refreshSession: everywhere('refresh-session'),
    comeAgain: () => own.comeAgain(),
  };
}
