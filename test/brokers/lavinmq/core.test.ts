import { GOOD } from './support/settings';
import { LAVINMQ } from '../../../src/brokers/lavinmq/core';

test('is known by its key and its vendor\'s spelling', () => {
  expect([LAVINMQ.kind, LAVINMQ.title, LAVINMQ.releases.newest]).toEqual(['lavinmq', 'LavinMQ', '2.9.1']);
});

test('renders, merges, parses and states requirements by one door', () => {
  const [file] = LAVINMQ.render(GOOD, '2.9.1');
  const { text } = LAVINMQ.merge(file.name, '[main]\ndata_dir = /d\n', file.text.join(''));
  expect(LAVINMQ.parse({ [file.name]: text! }, '2.9.1')).toEqual({ settings: GOOD, findings: [] });
  expect(LAVINMQ.requirements(GOOD, '2.9.1').audience).toEqual([{ kind: 'exact', value: 'messaging' }]);
  expect(LAVINMQ.needs(GOOD, '2.9.1').algorithms).toEqual(['RS256']);
});
