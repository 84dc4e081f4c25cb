import { LintReport, lineOf } from './result';
import { Finding, RuleText } from '../rules/rule';

/*
 * SARIF 2.1.0 (OASIS standard, sarif-v2.1.0): what code hosts show beside the lines of a pull request.
 */

/** What a log says of the program. */
export interface SarifTool {
  readonly version: string;
  /** Every rule there is, for the ones that were broken. */
  readonly rules: readonly RuleText[];
  readonly home: string;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The report as one log of one run. */
export function sarifLog({ results, problems }: LintReport, { version, rules, home }: SarifTool): object {
  const broken = [...new Set(results.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{
      tool: {
        driver: {
          name: 'broker-oauth',
          version,
          informationUri: home,
          rules: broken.map((id) => descriptor(id, rules.find((rule) => rule.id === id))),
        },
      },
      invocations: [{
        executionSuccessful: problems.length === 0,
        toolExecutionNotifications: problems.map(({ file, message }) => ({ level: 'error', message: { text: `${file} ${message}` }, locations: [location(file)] })),
      }],
      columnKind: 'utf16CodeUnits',
      results: results.flatMap(({ file, findings }) => findings.map((found) => resultOf(file, found, broken.indexOf(found.rule)))),
    }],
  };
}

function descriptor(id: string, rule: RuleText | undefined): object {
  return rule === undefined ? { id } : {
    id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.cause },
    help: { text: `${rule.remedy}. Source: ${rule.source}` },
    defaultConfiguration: { level: rule.level },
  };
}

function resultOf(file: string, found: Finding, ruleIndex: number): object {
  return {
    ruleId: found.rule,
    ruleIndex,
    level: found.level,
    message: { text: `${found.path} ${found.message}; ${found.remedy}` },
    locations: [location(file, lineOf(found), found.path)],
  };
}

function location(file: string, line?: number, place?: string): object {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...(line === undefined ? {} : { region: { startLine: line } }) },
    ...(place === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: place }] }),
  };
}

/** A relative reference, so that a host finds the file in its checkout; a whole URI for an absolute path. */
function uriOf(file: string): string {
  const path = file.replace(/\\/g, '/').replace(/^(?:\.\/)+/, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : /^[A-Za-z]:/.test(path) ? `file:///${encoded}` : encoded;
}
