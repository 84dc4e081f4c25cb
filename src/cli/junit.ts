/** One test of a report in JUnit's format. */
export interface JunitCase {
  readonly name: string;
  /** What was missed. */
  readonly failure?: string;
  /** Why it could not be judged. */
  readonly error?: string;
}

/** A report as continuous integration reads it. It holds no times, so that the same verdicts give the same bytes. */
export function junitXml(suite: string, cases: readonly JunitCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const errors = cases.filter(({ error }) => error !== undefined).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escape(suite)}" ${counts} skipped="0">`,
    ...cases.map((one) => testCase(suite, one)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(suite: string, { name, failure, error }: JunitCase): string {
  const head = `    <testcase classname="${escape(suite)}" name="${escape(name)}"`;
  const [element, text] = error !== undefined ? ['error', error] : ['failure', failure];
  if (text === undefined) {
    return `${head}/>`;
  }
  return `${head}>\n      <${element} message="${escape(text.split('\n')[0])}">${escape(text)}</${element}>\n    </testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };

/** Escapes markup; what no XML document may hold (XML 1.0 section 2.2) becomes a replacement character. */
function escape(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd').replace(/[&<>"\t\n\r]/g, (character) => ENTITIES[character]);
}
