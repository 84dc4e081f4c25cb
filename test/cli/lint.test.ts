import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import { brokerOAuth, scratchFolder } from './command-line';

const { folder, write } = scratchFolder();
const GOLDEN = path.resolve(__dirname, '../../examples/all-brokers/golden/broker-oauth/manifest.json');

const INI = '[main]\nauth_backends = local,oauth\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\npreferred_username_claims = sub\n'
  + '[mqtt]\npermission_check_enabled = true\n';
const good = write('good/lavinmq.ini', INI);
const warned = write('warned/lavinmq.ini', INI.replace('audience', 'scope_aliases = x\naudience'));
const bad = write('bad/lavinmq.ini', `${INI}nonsense\n`);
const open = write('open/mosquitto.conf', 'listener 1883\nallow_anonymous false\nadmin_listener 8080\n');

/** What the standard demands of a log with results in files (SARIF 2.1.0, sections 3.13 to 3.30). */
const text = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } };
const level = { enum: ['none', 'note', 'warning', 'error'] };
const location = {
  type: 'object',
  additionalProperties: false,
  required: ['physicalLocation'],
  properties: {
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation'],
      properties: {
        artifactLocation: { type: 'object', required: ['uri'], properties: { uri: { type: 'string', pattern: '^[^\\s\\\\]+$' } } },
        region: { type: 'object', required: ['startLine'], additionalProperties: false, properties: { startLine: { type: 'integer', minimum: 1 } } },
      },
    },
    logicalLocations: { type: 'array', items: { type: 'object', required: ['fullyQualifiedName'] } },
  },
};
const SARIF = {
  type: 'object',
  required: ['$schema', 'version', 'runs'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['tool', 'results'],
        additionalProperties: false,
        properties: {
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name', 'version', 'informationUri', 'rules'],
                properties: {
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      required: ['id', 'shortDescription', 'fullDescription', 'help', 'defaultConfiguration'],
                      additionalProperties: false,
                      properties: {
                        id: { type: 'string' }, shortDescription: text, fullDescription: text, help: text,
                        defaultConfiguration: { type: 'object', properties: { level } },
                      },
                    },
                  },
                },
              },
            },
          },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              properties: {
                executionSuccessful: { type: 'boolean' },
                toolExecutionNotifications: { type: 'array', items: { type: 'object', required: ['message'], properties: { message: text, level, locations: { type: 'array', items: location } } } },
              },
            },
          },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations'],
              additionalProperties: false,
              properties: { ruleId: { type: 'string' }, ruleIndex: { type: 'integer', minimum: 0 }, level, message: text, locations: { type: 'array', minItems: 1, items: location } },
            },
          },
        },
      },
    },
  },
};
const isSarif = new Ajv({ allErrors: true }).compile(SARIF);

describe('the exit code', () => {
  test.each<[string, readonly string[], number]>([
    ['is 0 where nothing is wrong', [good], 0],
    ['is 0 where there are warnings', [warned], 0],
    ['is 2 where warnings count as errors', [warned, '--warnings-as-errors'], 2],
    ['is 0 where the warning is acknowledged', [warned, '--warnings-as-errors', '--acknowledge', 'LAVINMQ_INI_UNKNOWN_KEY'], 0],
    ['is 2 where an error is found', [good, bad], 2],
    ['is 3 where nobody knows whether the broker starts', [good, open, '--acknowledge', 'MOSQUITTO_CONF_NOT_READ'], 3],
    ['is 2 rather than 3', [open, bad], 2],
    ['is 1 rather than 2', [bad, path.join(folder, 'nowhere.ini')], 1],
  ])('%s', async (_sentence, words, code) => {
    expect((await brokerOAuth(['lint', ...words])).code).toBe(code);
  });
});

describe('bad usage and unreadable input end with 1 and one line', () => {
  test.each<[string, readonly string[], string]>([
    ['no file', [], 'missing required argument'],
    ['a file that is not there', [path.join(folder, 'nowhere.ini')], 'cannot be read: ENOENT'],
    ['a folder', [folder], 'cannot be read: EISDIR'],
    ['a file of nobody', [write('notes.txt', 'hello')], 'is no file of a broker that can be told'],
    ['a broker that nobody knows', [good, '--broker', 'rabbitmq'], '--broker "rabbitmq" is none of lavinmq, hivemq, mosquitto, aiven-kafka'],
    ['a version that is none', [good, '--broker-version', 'new'], '--broker-version "new" is no dotted version'],
    ['a rule that is none', [good, '--acknowledge', 'NOTHING'], '--acknowledge "NOTHING" is not the id of a rule'],
    ['two outputs', [good, '--json', '--sarif'], 'exclude each other'],
    ['a file to be judged as the place for findings', [good, '--sarif', bad], 'does not end with .sarif'],
    ['a place that cannot be written', [good, '--sarif', path.join(folder, 'no/such/folder/a.sarif')], 'cannot be written: ENOENT'],
    ['a large file', [write('large.ini', Buffer.alloc(50_000_000, 0x20))], 'has more than 4000000 bytes'],
    ['no UTF-8', [write('x/lavinmq.ini', Buffer.from([0x5b, 0xff]))], 'is not UTF-8 text'],
    ['an XML bomb', [write('bomb.xml', '<!DOCTYPE a [<!ENTITY a "&b;&b;"><!ENTITY b "x">]><enterprise-security-extension>&a;</enterprise-security-extension>')], 'has a DOCTYPE'],
    ['deep JSON', [write('jwt.json', '['.repeat(1_000_000))], 'is nested more than 100 levels deep'],
  ])('%s', async (_what, words, message) => {
    const { code, err } = await brokerOAuth(['lint', ...words]);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});

test('the standard input is a file as well', async () => {
  const { code, out } = await brokerOAuth(['lint', '-', '--broker', 'lavinmq', '--json'], INI);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual([{ file: '-', valid: true, loads: true, findings: [] }]);
});

test('JSON has a file each, in the order given', async () => {
  const { out } = await brokerOAuth(['lint', '--json', bad, good]);
  expect(JSON.parse(out)).toEqual([
    {
      file: bad, valid: false, loads: false,
      findings: [{ rule: 'LAVINMQ_INI_SYNTAX', level: 'error', path: 'line 10', message: expect.stringMatching(/./), remedy: expect.stringMatching(/./) }],
    },
    { file: good, valid: true, loads: true, findings: [] },
  ]);
});

test('people read it by file, errors first, with rule and remedy', async () => {
  const both = write('both/lavinmq.ini', INI.replace('audience', 'scope_aliases = x\naudience').concat('nonsense\n'));
  expect((await brokerOAuth(['lint', both])).out).toBe([
    `${both}: not valid, does not load`,
    '  error   line 11 is neither a comment nor a section nor "key = value"; correct or remove the line [LAVINMQ_INI_SYNTAX]',
    '  warning line 6 is no key of [oauth], got "scope_aliases"; correct the name, move the key to its section or remove it [LAVINMQ_INI_UNKNOWN_KEY]',
    '',
    '1 file, 1 error, 1 warning',
    '',
  ].join('\n'));
});

describe('SARIF', () => {
  test('is printed, or written where a file is named, with lines, rules and what was not read', async () => {
    const file = path.join(folder, 'findings.sarif');
    const printed = await brokerOAuth(['lint', bad, path.join(folder, 'nowhere.ini'), '--sarif']);
    const written = await brokerOAuth(['lint', bad, path.join(folder, 'nowhere.ini'), '--sarif', file]);
    expect(fs.readFileSync(file, 'utf8')).toBe(printed.out);
    expect([printed.code, written.code]).toEqual([1, 1]);
    expect(written.out).toContain('1 file, 1 error');

    const log = JSON.parse(printed.out);
    expect([isSarif(log), isSarif.errors]).toEqual([true, null]);
    const [run] = log.runs;
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['LAVINMQ_INI_SYNTAX']);
    expect(run.results).toMatchObject([{
      ruleId: 'LAVINMQ_INI_SYNTAX', ruleIndex: 0, level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: `file://${bad}` }, region: { startLine: 10 } } }],
    }]);
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: false, toolExecutionNotifications: [{ level: 'error' }] });
  });

  test('describes every rule of a manifest, and indexes fit', async () => {
    const log = JSON.parse((await brokerOAuth(['lint', path.relative(process.cwd(), GOLDEN), '--sarif'])).out);
    expect([isSarif(log), isSarif.errors]).toEqual([true, null]);
    const [{ results, tool }] = log.runs;
    expect(results.length).toBeGreaterThan(0);
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('examples/all-brokers/golden/broker-oauth/manifest.json');
    }
  });
});

describe('a manifest', () => {
  const manifest = JSON.parse(fs.readFileSync(GOLDEN, 'utf8'));
  const changed = (change: (broker: any) => void) => {
    const copy = structuredClone(manifest);
    change(copy.brokers.find(({ kind }: { kind: string }) => kind === 'lavinmq'));
    return write(`changed-${Math.random()}.json`, JSON.stringify(copy));
  };
  const lint = async (file: string) => JSON.parse((await brokerOAuth(['lint', '--json', file])).out)[0];

  test('is judged by its findings, and each warning is told once', async () => {
    const { findings, ...rest } = await lint(GOLDEN);
    expect(rest).toEqual({ file: GOLDEN, valid: true, loads: true });
    expect(new Set(findings.map(({ rule, path: place }: any) => `${rule} ${place}`)).size).toBe(findings.length);
    expect(findings.every(({ path: place }: any) => place.startsWith('all-brokers/'))).toBe(true);
  });

  test('is judged anew: what was changed by hand is found', async () => {
    const file = changed((broker) => { broker.files[0].text += 'nonsense\n'; });
    expect(await lint(file)).toMatchObject({ valid: false, loads: false, findings: expect.arrayContaining([expect.objectContaining({ rule: 'LAVINMQ_INI_SYNTAX' })]) });
  });

  test('says that values known only at apply leave open whether the broker starts', async () => {
    expect(await lint(changed((broker) => { broker.files[0].known = false; }))).toMatchObject({ valid: true, loads: 'unknown' });
  });

  test('with a broker of another version of the library is not valid', async () => {
    expect(await lint(changed((broker) => { broker.kind = 'rabbitmq'; }))).toMatchObject({ valid: false, loads: 'unknown', findings: expect.arrayContaining([expect.objectContaining({ rule: 'LINT_MANIFEST_BROKER' })]) });
  });

  test('tells no warning that the stack has acknowledged', async () => {
    const before = await lint(GOLDEN);
    const [warning] = before.findings.filter(({ path: place }: any) => place.startsWith('all-brokers/LavinMq'));
    const after = await lint(changed((broker) => { broker.acknowledged = [warning.rule]; }));
    expect(after.findings.map(({ rule }: any) => rule)).not.toContain(warning.rule);
  });
});
