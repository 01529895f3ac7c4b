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
  subprotocols: [subprotocol.version, subprotocol.tokenPrefix, subprotocol.centralPrefix],
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
    hash: 'f81e0318e463e2a8e61302b92cd93e406dce1b5da0622d3fc379fd53d0e38ead',
  });
});
