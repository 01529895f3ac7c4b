import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, type Config } from './config';

const read = (env: Record<string, string>): Config => {
  const result = readConfig(env);
  if (!result.ok) throw new Error(result.line);
  return result.config;
};

describe('the settings', () => {
  it('have defaults for everything', () => {
    expect(read({})).toEqual({
      port: 8080,
      host: undefined,
      publicOrigin: undefined,
      dataDir: resolve('data'),
      adminUsername: 'admin',
      adminPassword: undefined,
      databaseUrl: undefined,
      copyDir: undefined,
      msupplyCentralUrl: undefined,
      trustProxy: false,
      logLevel: 'info',
      metricsToken: undefined,
      loadsStarterData: true,
      secondFactor: 'optional',
      provider: undefined,
      filesBucket: undefined,
      backupTo: undefined,
      backupEvery: 24 * 60 * 60 * 1000,
      backupKeep: 14,
      backupPassphrase: undefined,
      backupKeyFile: undefined,
    } satisfies Config);
  });

  it('take an empty value for one that is not set', () => {
    expect(read({ PORT: '', DATABASE_URL: '' }).port).toBe(8080);
  });

  it.each([
    ['PORT', '0', 'port', 0],
    ['PUBLIC_ORIGIN', 'https://waypost.example.org/', 'publicOrigin', 'https://waypost.example.org'],
    ['TRUST_PROXY', 'false', 'trustProxy', false],
    ['TRUST_PROXY', '2', 'trustProxy', 2],
    ['TRUST_PROXY', '10', 'trustProxy', 10],
    ['TRUST_PROXY', '::1,fd00::/8', 'trustProxy', ['::1', 'fd00::/8']],
    ['TRUST_PROXY', '10.0.0.0/8, loopback', 'trustProxy', ['10.0.0.0/8', 'loopback']],
    ['WAYPOST_STARTER_DATA', 'none', 'loadsStarterData', false],
    ['LOG_LEVEL', 'debug', 'logLevel', 'debug'],
    ['BACKUP_EVERY', '90m', 'backupEvery', 90 * 60 * 1000],
    ['BACKUP_EVERY', '2d', 'backupEvery', 48 * 60 * 60 * 1000],
    ['BACKUP_KEEP', '30', 'backupKeep', 30],
  ] as const)('read %s=%s', (name, value, field, expected) => {
    expect(read({ [name]: value })[field]).toEqual(expected);
  });

  it.each([
    ['PORT', '80x'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['HOST', 'not a host'],
    ['PUBLIC_ORIGIN', 'waypost.example.org'],
    ['PUBLIC_ORIGIN', 'https://waypost.example.org/app'],
    ['DATABASE_URL', 'postgres://localhost'],
    ['DATABASE_URL', 'mysql://localhost/waypost'],
    ['ADMIN_PASSWORD', 'short'],
    ['MSUPPLY_CENTRAL_URL', 'ftp://central'],
    ['TRUST_PROXY', 'maybe'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.999'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/0'],
    ['TRUST_PROXY', 'decade'],
    ['TRUST_PROXY', '127.0.0.1,'],
    ['PUBLIC_ORIGIN', 'https://example.org/waypost'],
    ['LOG_LEVEL', 'loud'],
    ['BACKUP_TO', 's3://'],
    ['BACKUP_TO', 'data/backups'],
    ['BACKUP_EVERY', 'nightly'],
    ['BACKUP_EVERY', '0h'],
    ['BACKUP_KEEP', '0'],
    ['BACKUP_PASSPHRASE', 'short'],
    ['METRICS_TOKEN', 'short'],
    ['WAYPOST_STARTER_DATA', 'some'],
    ['FILES_S3_BUCKET', 'No Bucket'],
    ['FILES_S3_REGION', 'eu-west-1'],
    ['FILES_S3_ENDPOINT', 'ftp://files'],
    ['OIDC_ISSUER', 'login.example.org'],
    ['OIDC_ISSUER', 'http://login.example.org'],
    ['OIDC_ISSUER', 'https://login.example.org/?tenant=1'],
    ['OIDC_ISSUER', 'https://user:word@login.example.org'],
    ['OIDC_CLAIM', 'two words'],
    ['OIDC_CLIENT_ID', 'waypost'],
    ['OIDC_NAME', 'Health ID'],
    ['FILES_S3_ENDPOINT', 'http://127.0.0.1:9000'],
  ])('refuse %s=%s with one line that names it', (name, value) => {
    const result = readConfig({ [name]: value });
    expect(result).toEqual({
      ok: false,
      line: expect.stringMatching(new RegExp(`^${name} [^\\n]+\\.$`)) as unknown,
    });
  });

  it('say which bucket files lie in', () => {
    const bucket = { FILES_S3_BUCKET: 'waypost-files', FILES_S3_REGION: 'eu-west-1' };
    expect(read(bucket).filesBucket).toEqual({
      bucket: 'waypost-files',
      region: 'eu-west-1',
      endpoint: undefined,
    });
    expect(readConfig({ FILES_S3_BUCKET: 'waypost-files' })).toEqual({
      ok: false,
      line: 'FILES_S3_REGION must be set with FILES_S3_BUCKET.',
    });
  });

  it('say by which provider staff may sign in: all that it needs, or nothing', () => {
    const set = {
      OIDC_ISSUER: 'https://login.example.org/realms/health',
      OIDC_CLIENT_ID: 'waypost',
      OIDC_CLIENT_SECRET: 'hunter2',
      PUBLIC_ORIGIN: 'https://waypost.example.org',
    };
    expect(read(set).provider).toEqual({
      issuer: 'https://login.example.org/realms/health',
      clientId: 'waypost',
      clientSecret: 'hunter2',
      name: undefined,
      claim: 'email',
    });
    expect(read({ ...set, OIDC_NAME: 'Health ID', OIDC_CLAIM: 'sub' }).provider).toMatchObject({
      ...{ name: 'Health ID', claim: 'sub' },
    });
    expect(read({ ...set, OIDC_ISSUER: 'http://localhost:9000' }).provider?.issuer).toBe(
      'http://localhost:9000',
    );
    for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_ORIGIN'])
      expect(readConfig({ ...set, [name]: '' })).toEqual({
        ok: false,
        line: expect.stringMatching(new RegExp(`^${name} must be set with OIDC_ISSUER.*\\.$`)) as unknown,
      });
  });

  it('never repeat a secret in the line', () => {
    expect(JSON.stringify(readConfig({ ADMIN_PASSWORD: 'hunter2' }))).not.toContain('hunter2');
    expect(JSON.stringify(readConfig({ OIDC_CLIENT_SECRET: 'hunter2' }))).not.toContain('hunter2');
  });
});
