import { Found, isYounger, prove } from '../../../src/restart/engine/evidence';
import { deliveredMarker, Marker, markerPath, markerText, parseMarker } from '../../../src/restart/engine/marker';
import { ProcessState } from '../../../src/restart/engine/ports';

const MARKER: Marker = {
  schemaVersion: 1, node: 'n1', state: 'delivered', fingerprint: 'f'.repeat(64), machineId: 'm', bootId: 'b1', bootSeconds: 100,
};
const RUNNING: ProcessState = { state: 'running', detail: 'process 7', machineId: 'm', bootId: 'b1', startSeconds: 101, startedAt: 5000 };
const FOUND: Found = {
  desired: 'f'.repeat(64), marker: MARKER, changedFiles: [], process: RUNNING, filesChangedAt: 4000, namesSecrets: false,
};

describe('isYounger', () => {
  test.each<[string, Partial<Marker>, Partial<ProcessState>, boolean | undefined]>([
    ['a process that started later', {}, {}, true],
    ['a process that started earlier', {}, { startSeconds: 99 }, false],
    ['a process of the same hundredth', {}, { startSeconds: 100 }, false],
    ['a process of a later boot, whatever the seconds', {}, { bootId: 'b2', startSeconds: 3 }, true],
    ['a marker that came from another machine', { machineId: 'other' }, { bootId: 'b2' }, false],
    ['a process that is gone', {}, { state: 'stopped' }, false],
    ['a process of which nothing is known', {}, { state: 'unknown' }, undefined],
    ['another start text', { bootId: undefined, startText: 'one' }, { bootId: undefined, startText: 'two' }, true],
    ['the same start text', { bootId: undefined, startText: 'one' }, { bootId: undefined, startText: 'one' }, false],
    ['a start text where none ran before', { bootId: undefined, startText: null }, { bootId: undefined, startText: 'two' }, true],
    ['a start text where nothing was known before', { bootId: undefined }, { bootId: undefined, startText: 'two' }, undefined],
    ['no way to tell', { bootSeconds: undefined }, {}, undefined],
  ])('%s', (_name, marker, process, expected) => {
    expect(isYounger({ ...MARKER, ...marker }, { ...RUNNING, ...process })).toBe(expected);
  });
});

describe('prove', () => {
  test('accepts marker, files and a younger process together', () => {
    expect(prove(FOUND)).toEqual({ runs: 'marker ffffffffffff, files unchanged, process younger (process 7)', reasons: [] });
  });

  test.each<[string, Partial<Found>, string[]]>([
    ['another fingerprint', { desired: 'a'.repeat(64) }, ['fingerprint']],
    ['a delivery that was cut short', { marker: { ...MARKER, state: 'delivering' } }, ['in-doubt']],
    ['a changed file', { changedFiles: ['x.ini'] }, ['files']],
    ['an older process', { process: { ...RUNNING, startSeconds: 1 } }, ['process']],
    ['no process', { process: { state: 'stopped', detail: 'no pid file' } }, ['stopped']],
    ['nothing known of the process', { process: { state: 'unknown', detail: 'no pid file' } }, ['no-evidence']],
    ['no marker and a changed file', { marker: undefined, changedFiles: ['x.ini'] }, ['no-marker', 'files']],
    ['no marker and an older process', { marker: undefined, filesChangedAt: 6000 }, ['no-marker', 'process']],
    ['no marker and a missing file', { marker: undefined, filesChangedAt: undefined }, ['no-marker']],
    ['no marker and secrets', { marker: undefined, namesSecrets: true }, ['no-marker']],
    ['no marker and no process', { marker: undefined, process: { state: 'stopped', detail: 'gone' } }, ['no-marker', 'stopped']],
  ])('gives a reason to restart for %s', (_name, change, codes) => {
    const proof = prove({ ...FOUND, ...change, ...('marker' in change && change.marker?.state === 'delivering' ? { process: { state: 'unknown', detail: '' } } : {}) });
    expect(proof.runs).toBeUndefined();
    expect(proof.reasons.map((reason) => reason.code)).toEqual(codes);
  });

  test('takes over an unmarked node whose process is younger than its files', () => {
    expect(prove({ ...FOUND, marker: undefined }).reasons).toEqual([]);
  });
});

describe('marker', () => {
  test('stands beside the first file by name and has a name that no node name can break', () => {
    expect(markerPath('rabbit@n1/..', { b: '/b/b.ini', a: '/a/a.ini' })).toBe('/a/.broker-oauth-rabbit%40n1%2F...json');
    expect(markerPath('n1', {})).toBeUndefined();
  });

  test('comes back as written', () => {
    const marker = deliveredMarker('n1', 'ff', { machineId: 'm', bootId: 'b', bootSeconds: 1.5 }, { state: 'stopped', detail: '' });
    expect(parseMarker(markerText(marker))).toEqual({
      schemaVersion: 1, node: 'n1', state: 'delivered', fingerprint: 'ff', machineId: 'm', bootId: 'b', bootSeconds: 1.5, startText: null,
    });
  });

  test.each([undefined, '', '{', '{"schemaVersion":2}', '[]'])('counts as none when it reads %j', (text) => {
    expect(parseMarker(text)).toBeUndefined();
  });
});
