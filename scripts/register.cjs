/*
 * Lets node run the repository's TypeScript as it is: `node --require ./scripts/register.cjs file.ts`.
 *
 * The package's own name means its sources, so that examples read as they do in an app that installed it.
 */
const Module = require('node:module');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const { name } = require('../package.json');

require('ts-node').register({ transpileOnly: true, project: path.join(root, 'test', 'tsconfig.json') });

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolveFilename.call(this, request === name ? path.join(root, 'src', 'index.ts') : request, ...rest);
};
