// npm start: install and build any part that is missing or stale, then run the central server in this very process. (package.json has
// `exec`, so that no shell stands between npm and us: one would keep signals from the server and lose its exit code.)
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './run.mjs';

await ensureInstalled();
if (!(await ensureBuilt())) process.exit(1);

// Ctrl-C reaches us twice, from the terminal and once more from npm; the second one must not end the server in mid-drain.
process.on('SIGINT', () => {});
process.env['NODE_ENV'] ??= 'production';

const server = join(root, 'dist', 'server', 'main.js');
process.argv[1] = server;
await import(pathToFileURL(server).href);
