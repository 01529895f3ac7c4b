// The wire cannot change unnoticed: every change of it renews the hash that is pinned under *History* in PROTOCOL.md, with a line there.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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

const pinned = /^Pinned: version (\d+), hash `([0-9a-f]{64})`$/m.exec(
  readFileSync(new URL('PROTOCOL.md', import.meta.url), 'utf8'),
);

test('the version and what is on the wire belong together', () => {
  expect({ version: PROTOCOL_VERSION, hash }).toEqual({ version: Number(pinned?.[1]), hash: pinned?.[2] });
});
