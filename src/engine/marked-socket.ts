/**
 * Sockets whose first message also names the changes that this device has, not only their number (rule P6). The provider knows
 * nothing of it.
 */
import { createEncoder, toUint8Array, writeUint8Array } from 'lib0/encoding';
import { marksTail, messageType, syncStep } from '#shared/protocol/messages';
import type { Mark } from '#shared/proof/digest';

/** A class of sockets like `Base` whose step 1 ends with these marks. */
export function markedSocket(Base: typeof WebSocket, marks: () => readonly Mark[]): typeof WebSocket {
  return class extends Base {
    override send(data: Parameters<WebSocket['send']>[0]): void {
      super.send(isBareStep1(data) ? withMarks(data, marks()) : data);
    }
  };
}

const isBareStep1 = (data: unknown): data is Uint8Array =>
  data instanceof Uint8Array && data[0] === messageType.sync && data[1] === syncStep.step1;

function withMarks(step1: Uint8Array, marks: readonly Mark[]): Uint8Array<ArrayBuffer> {
  const encoder = createEncoder();
  writeUint8Array(encoder, step1);
  marksTail(marks)(encoder);
  return new Uint8Array(toUint8Array(encoder));
}
