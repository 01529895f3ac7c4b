// A socket of somebody whom central does not know, or that only gives back, byte by byte.
import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { WebSocket } from 'ws';
import { encodeUpdate } from '#shared/change/codec/write';
import { readStateVector } from '#shared/change/state-vector';
import { messageType, step1Message, syncStep, updateMessage } from '#shared/protocol/messages';
import { encodeBody } from '#shared/change/codec/struct';
import type { Change } from '#shared/change/change';
import type { Central } from '../../server/start-central';
import { someChange } from './stock-client';

export interface UnknownDevice {
  /** the clients that central named by itself */
  heard(): Promise<number[]>;
  /** the clients that it named when asked for everything */
  ask(): Promise<number[]>;
  /** offers a change that nothing proves; the code that the socket closes with */
  offer(): Promise<number>;
  closed: Promise<number>;
}

export async function unknownDevice(
  { origin }: Pick<Central, 'origin'>,
  document: string,
  { saysSo = true, token = 'nobody' } = {},
): Promise<UnknownDevice> {
  const url = `${origin.replace('http', 'ws')}/sync/${encodeURIComponent(document)}`;
  const socket = new WebSocket(url, ['waypost.v6', `token.${token}`, ...(saysSo ? ['bearer'] : [])]);
  const named = new Set<number>();
  const steps = new Map<string, () => void>();
  const came = (step: string): Promise<void> => new Promise((resolve) => steps.set(step, resolve));
  socket.on('message', (data: Buffer) => {
    const decoder = createDecoder(data);
    const type = readVarUint(decoder);
    const step = type === messageType.sync ? readVarUint(decoder) : 0;
    if (type === messageType.stored || step === syncStep.step1) {
      const vector = readStateVector(readVarUint8Array(decoder));
      if (vector.ok) for (const client of vector.value.keys()) named.add(client);
    }
    steps.get(`${type}/${step}`)?.();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const first = came(`${messageType.sync}/${syncStep.step1}`);
  return {
    closed,
    heard: () => first.then(() => [...named]),
    ask: async () => {
      const stored = came(`${messageType.stored}/0`);
      socket.send(step1Message(new Map()));
      await stored;
      return [...named];
    },
    offer: () => {
      const change = someChange('nobody', { kind: 'asset.create', patch: {} }) as unknown as Change;
      const update = encodeUpdate([{ client: 5, clock: 0, changeId: change.id, body: encodeBody(change) }]);
      socket.send(updateMessage(update));
      return closed;
    },
  };
}
