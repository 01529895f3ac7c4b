/**
 * Texts for single answers and fields in the description of the API, for people who write against it. The shapes themselves are shared with
 * the app, which has no use for these sentences and need not carry them.
 */
import * as z from 'zod';
import { act } from '#shared/api/audit';
import { errorAnswer } from '#shared/api/error';
import { fleetFileRow } from '#shared/api/fleet';
import { instance } from '#shared/api/instance';
import { joined } from '#shared/api/session';
import { siteDevice } from '#shared/api/site';
import { openSession } from '#shared/api/user';

const describe = (schema: z.core.$ZodType, description: string): void =>
  void z.globalRegistry.add(schema, { description });

export function describeShapes(): void {
  describe(errorAnswer, 'Every error looks like this; `code` is for programs, `message` for a person.');
  describe(instance.shape.time, 'Central’s clock now, so that a device learns how far its own is off.');
  describe(joined.shape.deviceToken, 'Shown once. Central keeps its hash only.');
  describe(act.shape.userId, 'Empty when nobody was signed in.');
  describe(act.shape.count, 'How many edits of this kind were made together.');
  describe(fleetFileRow.shape.atCentral, 'Whether GET /api/files/{sha256} answers with its bytes.');
  describe(openSession.shape.agent, 'What the browser says of itself.');
  describe(openSession.shape.current, 'The one in which this is asked.');
  const { centralDataVersion, behind } = siteDevice.shape;
  describe(centralDataVersion, 'The sequence number of the central data that it was last known to have.');
  describe(behind, 'How many changes it was last known to lack.');
}
