#!/usr/bin/env node
// npm run waypost -- <command>: operates a central server from the command line. Missing parts are installed and built first, and their
// progress goes to stderr, so that programs read nothing but the command's own words.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './run.mjs';

await ensureInstalled(console.error);
if (!(await ensureBuilt({ only: 'server', say: console.error }))) process.exit(1);

process.env['NODE_ENV'] ??= 'production';

const server = join(root, 'dist', 'server', 'main.js');
process.argv[1] = server;
if (process.argv.length === 2) process.argv.push('help');
await import(pathToFileURL(server).href);
