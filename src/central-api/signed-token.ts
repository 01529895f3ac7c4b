/** This device's token with central's signed word of whom it was given to. */
import { signedToken } from '#shared/api/signed-token';
import { call, type Central } from './central';

export const getSignedToken = (central: Central) =>
  call(central, { method: 'POST', path: '/api/devices/me/token' }, signedToken);
