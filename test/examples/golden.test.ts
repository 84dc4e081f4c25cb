import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { APPS, ENTRY_POINTS, EXAMPLES, goldenFiles, synthesizedFiles } from './examples';
import { CDKS } from '../support/cdks';

let outdir: string;
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-example-'));
  process.env.CDKTF_OUTDIR = outdir;
});
afterEach(() => {
  delete process.env.CDKTF_OUTDIR;
  fs.rmSync(outdir, { recursive: true, force: true });
});

test('there is an example for each broker, one for all, and one for each identity provider that applications are created at', () => {
  expect(APPS).toEqual(['aiven-kafka', 'all-brokers', 'auth0', 'entra', 'hivemq', 'keycloak', 'lavinmq', 'mosquitto', 'okta']);
});

describe.each(APPS)('the example %s', (example) => {
  test.each(CDKS)('writes its committed output under %s', (cdk) => {
    jest.isolateModules(() => require(path.join(EXAMPLES, example, ENTRY_POINTS[cdk])));

    expect(synthesizedFiles(outdir, example)).toEqual(goldenFiles(example));
  });
});
