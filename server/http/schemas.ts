/** The values that requests may hold, on any route, and the answer to a refused one. The answers are in src/shared/api. */
import * as z from 'zod';
import { errorAnswer } from '#shared/api/error';

export const id = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must have 1 to 64 letters, digits, dots, hyphens or underscores');
export const name = z.string().trim().min(1).max(200);
export const code = z.string().trim().min(1).max(60);

export const error = errorAnswer;
