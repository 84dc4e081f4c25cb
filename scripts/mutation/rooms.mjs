/*
 * What is mutated, and by which tests it is judged: a room at a time.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const BROKERS = ['lavinmq', 'aiven-kafka', 'mosquitto', 'hivemq'];

/** Short names that may be typed instead. */
const ALIASES = { kafka: 'aiven-kafka' };

/** The parts that every broker's rules and semantics stand on. */
const KERNEL = {
  mutate: [
    'src/rules/*.ts', 'src/preview/check.ts', 'src/preview/combine.ts', 'src/preview/preview.ts', 'src/brokers/*-rules.ts',
    'src/identity/*-rules.ts', 'src/identity/fit/*.ts',
  ],
  tests: ['test/rules', 'test/preview', 'test/identity', 'test/brokers'],
  hidden: [],
};

function brokerRoom(kind) {
  const folder = `src/brokers/${kind}`;
  return {
    mutate: ['rules', 'semantics'].flatMap((part) => [`${folder}/${part}.ts`, `${folder}/${part}/**/*.ts`]).concat(`${folder}/*-rules.ts`),
    tests: [`test/brokers/${kind}`, `test/hostile/${kind}.test.ts`, 'test/preview/vectors.test.ts'],
    // The vectors of the others cannot see this broker.
    hidden: BROKERS.filter((other) => other !== kind).map((other) => `test/vectors/${other}`),
  };
}

/** Every room by name. */
export const ROOMS = { ...Object.fromEntries(BROKERS.map((kind) => [kind, brokerRoom(kind)])), kernel: KERNEL };

/** The room of a name as it was typed; undefined where there is none. */
export function roomNamed(name) {
  const known = ALIASES[name] ?? name;
  return Object.hasOwn(ROOMS, known) ? { name: known, ...ROOMS[known] } : undefined;
}

/**
 * Tests that need a CDK, other programs or the network are too slow to be repeated for every mutant; those that read the sources as text
 * would judge the text of the mutants.
 */
const UNFIT = /\.\.\/src'\)|from '(?:constructs|cdktf|cdktn|cdktf-broker-oauth|mqtt|aedes|node:child_process|node:net|node:http|[^']*\/(?:cdks|real-[a-z]+|kafka-classes|xsd|terraform|folders))'/;

/** Tests of parts that rules and semantics do not call. */
const ELSEWHERE = /(?:merge[^/]*|render[^/]*|properties|shell-words|glob|ini|json-text|access|cloud-amqp|docs|xml\/[^/]*)\.test\.ts$/;

/** Where most mutants die is looked first. */
const ORDER = [/contract\.test/, /rules\.test/, /semantics\//, /vectors\.test/, /./];

/** The test files of a room, below the root. */
export function testFilesOf(room, root) {
  return room.tests.flatMap((place) => filesBelow(place, root)).filter((file) => file.endsWith('.test.ts') && !ELSEWHERE.test(file))
    .filter((file) => !UNFIT.test(readFileSync(path.join(root, file), 'utf8')))
    .sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
}

function rankOf(file) {
  return ORDER.findIndex((pattern) => pattern.test(file));
}

function filesBelow(place, root) {
  return place.endsWith('.ts') ? [place] : readdirSync(path.join(root, place), { recursive: true }).map((name) => path.posix.join(place, name));
}
