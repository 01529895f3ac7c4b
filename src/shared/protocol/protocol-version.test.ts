// The wire cannot change unnoticed: whatever alters it renews this hash, and then says so under *History* in PROTOCOL.md.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { changeSchema } from '../change/change';
import { entities, entityNames } from '../domain/entities';
import { closeCodes } from './close-codes';
import { refusalCodes } from './error-codes';
import { limits } from './limits';
import { messageType, syncStep } from './messages';
import { PROTOCOL_VERSION, subprotocol } from './version';

const wire = {
  messageType,
  syncStep,
  closeCodes,
  limits,
  refusalCodes,
  subprotocols: [subprotocol.version, subprotocol.tokenPrefix, subprotocol.centralPrefix, subprotocol.bearer],
  envelope: Object.keys(changeSchema.shape),
  kinds: entityNames.flatMap((entity) => entities[entity].verbs.map((verb) => `${entity}.${verb}`)),
  fields: Object.fromEntries(
    entityNames.map((entity) => [entity, Object.keys(entities[entity].schema.shape)]),
  ),
};

const hash = createHash('sha256').update(JSON.stringify(wire)).digest('hex');

test('the version and what is on the wire belong together', () => {
  expect({ version: PROTOCOL_VERSION, hash }).toEqual({
    version: 6,
    hash: 'd9a7f1b7f85f9f2b1c0f622cd799ec6a2ed07f0847126a3378b9daa4e7977ab0',
  });
});
