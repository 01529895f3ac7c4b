import { expect, test } from 'vitest';
import { isThisMachine } from './this-machine';

test.each(['http://localhost:8080', 'http://127.0.0.1', 'https://waypost.localhost/', 'http://[::1]:8080/x'])(
  '%s is of this machine',
  (url) => expect(isThisMachine(url)).toBe(true),
);
test.each(['https://waypost.example.org', 'http://localhost.example.org', 'http://192.168.1.2:8080', ''])(
  '%s is not',
  (url) => expect(isThisMachine(url)).toBe(false),
);
