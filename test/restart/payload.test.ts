import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { decodeFiles, encodeFiles, FILES_VARIABLE, LARGEST_PART, PayloadError, readPayload, readValues } from '../../src/restart/payload';

describe('files in the environment', () => {
  test('come back whatever they hold', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'binary' })), (given) => {
      const files = JSON.parse(JSON.stringify(given)) as { [name: string]: string };
      expect(decodeFiles(encodeFiles(files))).toEqual(files);
    }));
  });

  test('come back also under a name that objects have already', () => {
    const files = JSON.parse('{"__proto__":"a","constructor":"b"}');
    expect(Object.entries(decodeFiles(encodeFiles(files)))).toEqual([['__proto__', 'a'], ['constructor', 'b']]);
  });

  test('are cut into parts that fit into one environment string each', () => {
    const files = { 'big.json': randomBytes(250_000).toString('hex') };
    const parts = encodeFiles(files);
    expect(Object.keys(parts).length).toBeGreaterThan(2);
    expect(Math.max(...Object.values(parts).map((part) => part.length))).toBe(LARGEST_PART);
    expect(LARGEST_PART).toBeLessThan(100_000);
    expect(decodeFiles(parts)).toEqual(files);
  });

  test('may end in empty parts, which Terraform sends where it kept some free', () => {
    expect(decodeFiles({ ...encodeFiles({ a: 'b' }), [`${FILES_VARIABLE}1`]: '', [`${FILES_VARIABLE}2`]: '' })).toEqual({ a: 'b' });
  });

  test.each([
    ['are missing', {}, /BROKER_OAUTH_FILES_0 is not set/],
    ['are no gzip', { [`${FILES_VARIABLE}0`]: 'aGVsbG8=' }, /is not base64 of gzip/],
    ['lack a part', { [`${FILES_VARIABLE}0`]: gzipSync(randomBytes(500)).toString('base64').slice(0, 300) }, /a part may be missing/],
    ['are no JSON', { [`${FILES_VARIABLE}0`]: gzipSync('hello').toString('base64') }, /does not hold JSON/],
    ['hold another shape', { [`${FILES_VARIABLE}0`]: gzipSync('{"a":1}').toString('base64') }, /JSON of another shape: .*must be an object of texts/],
    ['unpack to too much', { [`${FILES_VARIABLE}0`]: gzipSync(Buffer.alloc(65 * 1024 * 1024)).toString('base64') }, /unpacks to more than/],
  ])('are refused when they %s', (_name, environment, message) => {
    expect(() => decodeFiles(environment)).toThrow(PayloadError);
    expect(() => decodeFiles(environment)).toThrow(message);
  });
});

describe('the rest of the environment', () => {
  test('brings fingerprints and secret versions', () => {
    const environment = {
      ...encodeFiles({ a: 'b' }),
      BROKER_OAUTH_FINGERPRINTS: '{"n1":"ff"}',
      BROKER_OAUTH_SECRET_VERSIONS: '{"n1":{"S":"2"}}',
    };
    expect(readPayload(environment)).toEqual({ files: { a: 'b' }, fingerprints: { n1: 'ff' }, secretVersions: { n1: { S: '2' } } });
  });

  test('may lack both', () => {
    expect(readPayload(encodeFiles({}))).toEqual({ files: {}, fingerprints: undefined, secretVersions: undefined });
  });

  test('brings values for places of the spec', () => {
    expect(readValues({ BROKER_OAUTH_VALUES: '["10.0.0.1"]' })).toEqual(['10.0.0.1']);
    expect(readValues({})).toEqual([]);
  });

  test('never shows what it holds in an error', () => {
    expect(() => readValues({ BROKER_OAUTH_VALUES: 'secret' })).toThrow('BROKER_OAUTH_VALUES does not hold JSON (6 characters)');
  });
});
