/** The shapes that several routes answer with, as they stand in the OpenAPI description. */
import * as z from 'zod';
import { facilityAnswer } from './facility-schemas';

export const id = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must have 1 to 64 letters, digits, dots, hyphens or underscores');
export const name = z.string().trim().min(1).max(200);
export const code = z.string().trim().min(1).max(60);

export const error = z
  .object({ error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }) })
  .meta({ description: 'Every error looks like this; `code` is for programs, `message` for a person.' });

export const store = z.object({ id: z.string(), code: z.string(), name: z.string() });

export const device = z.object({
  id: z.string(),
  name: z.string(),
  joinedAt: z.string(),
  lastContact: z.string().optional(),
  appVersion: z.string().optional(),
  centralDataVersion: z
    .number()
    .optional()
    .meta({ description: 'The sequence number of the central data that it was last known to have.' }),
  behind: z
    .object({ centralData: z.number(), equipment: z.number() })
    .optional()
    .meta({ description: 'How many changes it was last known to lack.' }),
  revoked: z.boolean(),
  revokedAt: z.string().optional(),
});

export const site = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  createdAt: z.string(),
  stores: z.array(store),
  ...facilityAnswer,
});

export const user = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  permissions: z.array(z.string()),
  regionIds: z.array(z.string()).optional(),
});

/** The fields of domain.md; a row may have more than this build knows. */
export const row = z.looseObject({ id: z.string() });
