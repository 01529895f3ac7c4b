/** The one shape of every error over HTTP: `{"error": {"code", "message", "details"?}}` with the status that fits the code. */
import type { ApiErrorCode } from '#shared/api/error';

/** The text of a code for readers without the app, and the status it travels with. */
const answers = {
  'bad-request': [400, 'The request could not be understood.'],
  'not-found': [404, 'There is nothing at this address.'],
  'not-signed-in': [401, 'Sign in first.'],
  'unknown-device': [401, 'This device is not known here, or it was revoked.'],
  'wrong-password': [401, 'The user name or the password is wrong.'],
  'second-factor': [401, 'Send the code of your authenticator app too.'],
  'second-factor-wrong': [401, 'This code is wrong, or it was used already.'],
  'too-many-tries': [429, 'Too many tries failed. Wait a little before the next one.'],
  'over-budget': [429, 'This device asks for more than any honest work needs. It may go on later.'],
  'foreign-origin': [403, 'Changes are accepted only from the central server’s own address.'],
  'no-right': [403, 'Your account has no right to do this.'],
  'central-only': [403, 'This is only allowed on the central server.'],
  'not-allowed': [403, 'This is not allowed here.'],
  'code-unknown': [404, 'This join code is not known.'],
  'code-used': [410, 'This join code was used already. Ask for a new one.'],
  'code-expired': [410, 'This join code has expired. Ask for a new one.'],
  'another-site': [
    409,
    'This is for another site than the one whose data this device holds. Ask for a code of that site.',
  ],
  'site-password-wrong': [401, 'The site name or the password is wrong.'],
  'site-not-known': [
    404,
    'This site is not known to the central server. Ask its support staff to give it its mSupply name.',
  ],
  'another-installation': [
    409,
    'Another installation syncs as this site already. Ask the support staff for a join code for this device, or to release that installation.',
  ],
  'msupply-unreachable': [502, 'The mSupply central server cannot be reached. Try again later.'],
  'not-relayed': [404, 'This server asks no mSupply central server at that address.'],
  'nothing-changed': [400, 'It is so already.'],
  'password-too-short': [400, 'This password is too short.'],
  'same-password': [400, 'Choose another password than the one that was handed out.'],
  'last-admin': [409, 'Somebody must be left who may manage users.'],
  'moved-meanwhile': [409, 'It is in another store by now, so it stayed where it is.'],
  'store-left': [403, 'One of the two stores is not at the site of this device.'],
  'not-now': [409, 'This cannot be done to it now. Look at its state, and answer what it asks first.'],
  'already-exists': [409, 'This exists already.'],
  'too-large': [413, 'The request is too large.'],
  'unsupported-type': [415, 'A body of this type is not understood here. Send JSON.'],
  'upgrade-needed': [426, 'This address is for WebSockets.'],
  refused: [422, 'None of the changes was accepted.'],
  'store-unwritable': [503, 'The server cannot write to its disk at the moment. Nothing was stored.'],
  'rows-behind': [
    503,
    'What was sent is stored. The lists are still catching up with it: ask again in a moment.',
  ],
  draining: [503, 'The server is shutting down.'],
  internal: [500, 'Something went wrong on the server.'],
} as const satisfies Record<ApiErrorCode, readonly [number, string]>;

/** Ends a request with an error of the contract. */
export class ApiError extends Error {
  readonly status: number;

  constructor(
    readonly code: ApiErrorCode,
    readonly details?: unknown,
    /** response headers, such as Retry-After */
    readonly headers: Record<string, string> = {},
    message: string = answers[code][1],
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = answers[code][0];
  }

  body(): { error: { code: string; message: string; details?: unknown } } {
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.details !== undefined && { details: this.details }),
      },
    };
  }
}
