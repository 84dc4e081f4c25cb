import * as fs from 'node:fs';
import * as path from 'node:path';
import { TOY } from './toy-semantics';
import { semanticsOf } from './vector-file';
import { ManifestBroker, parseManifest } from '../../src/manifest/manifest';
import { manifestCase, previewParts, writtenCase } from '../../src/preview/manifest-case';
import { PreviewResult } from '../../src/preview/result';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const NOW = 1_800_000_000;

function brokersOf(example: string): readonly ManifestBroker[] {
  const read = parseManifest(fs.readFileSync(path.join(EXAMPLES, example, 'golden/broker-oauth/manifest.json'), 'utf8'));
  return 'problem' in read ? [] : read.manifest.brokers;
}

const BROKERS = ['lavinmq', 'hivemq', 'mosquitto', 'aiven-kafka', 'all-brokers']
  .flatMap((example) => brokersOf(example).map((broker) => [example, broker.kind, broker] as const));

test('every broker of every example stands in a manifest', () => {
  expect(BROKERS.map(([example, kind]) => `${example} ${kind}`)).toEqual([
    'lavinmq lavinmq', 'hivemq hivemq', 'mosquitto mosquitto', 'aiven-kafka aiven-kafka',
    'all-brokers hivemq', 'all-brokers aiven-kafka', 'all-brokers lavinmq', 'all-brokers mosquitto',
  ]);
});

test.each(BROKERS)('%s: the %s of the manifest refuses a token of a stranger, and loads its settings', (_example, kind, broker) => {
  const semantics = semanticsOf(kind);
  const parts = manifestCase(semantics, broker);
  expect(parts).not.toHaveProperty('rule');

  const result = previewParts(semantics, parts as Exclude<typeof parts, { rule: string }>, {
    now: NOW,
    token: { header: { alg: 'RS256', kid: 'k' }, claims: { iss: 'https://stranger.example.com', sub: 'x', exp: NOW + 60, iat: NOW } },
    signature: 'valid',
  }) as PreviewResult;

  expect(result).toMatchObject({ broker: kind, brokerVersion: broker.brokerVersion, loads: true });
  expect(result.decision).not.toBe('accept');
});

const WRITTEN = { files: { 'toy.conf': 'x' }, open: [], stated: {} };

test('the rest of a case wins over the files, unless it is undefined', () => {
  const parts = { readings: [{ label: 'one', parts: { settings: 'x', username: 'bob', brokerVersion: '1.2' } }], warnings: [] };

  expect(previewParts(TOY, parts, { now: NOW, username: 'alice', brokerVersion: undefined })).toMatchObject({ decision: 'accept', brokerVersion: '1.2' });
});

test('what readings disagree on is open', () => {
  const parts = { readings: ['1.1', '2.0'].map((version) => ({ label: version, parts: { settings: 'x', brokerVersion: version } })), warnings: [] };

  expect(previewParts(TOY, parts, { now: NOW, can: ['do:this'] }))
    .toMatchObject({ decision: 'undetermined', reason: 'TOY_GUARD', can: [{ allowed: 'unknown', reason: 'TOY_GUARD' }] });
});

test('a case that cannot be judged says why, whatever the reading', () => {
  const parts = writtenCase(TOY, WRITTEN) as Parameters<typeof previewParts>[1];

  expect(previewParts(TOY, parts, { now: NOW, id: 'seven', can: ['fly:high'] })).toMatchObject({ id: 'seven', error: { rule: 'PREVIEW_CASE_ACTION' } });
});

test('settings that are known only at apply are not guessed', () => {
  expect(writtenCase(TOY, { files: {}, open: ['toy.conf'], stated: {} })).toEqual({
    rule: 'PREVIEW_CASE_VALUE_AT_APPLY',
    message: 'toy.conf holds values that are known only at apply; give the value at synthesis or, in a stack, in valuesAtApply, or preview the file that the node has after the apply',
  });
});

test('what stands on the nodes already is told', () => {
  expect(writtenCase(TOY, { ...WRITTEN, stated: { unseen: ['role viewers', 'group staff'] } })).toMatchObject({
    warnings: [{ rule: 'PREVIEW_UNSEEN_PARTS', message: 'not looked at, since it stands on the nodes already: role viewers, group staff' }],
  });
});

test('texts are judged in the normal form in which Terraform carries them', () => {
  const parts = writtenCase(TOY, { ...WRITTEN, files: { 'toy.conf': 'e\u0301' } });

  expect(parts).toMatchObject({ readings: [{ parts: { settings: '\u00e9' } }] });
});

test('an error of the semantics itself is not taken for one of the case', () => {
  const broken = { ...TOY, caseOf: () => { throw new Error('broken'); } };

  expect(() => writtenCase(broken, WRITTEN)).toThrow('broken');
});
