/*
 * Tells the mutator which literals are texts for people. Tests hold the ids, names and outcomes that programs rely on, not every word of an
 * explanation; mutants of words would hide the others by their number. Everything else is mutated, other string literals included.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Members of rules, facts and problems that only people read. */
const TEXT_MEMBERS = new Set(['summary', 'cause', 'remedy', 'source', 'message', 'looksAt', 'detail', 'expects']);

/** Calls with texts for people, and where those begin: `checks.pass(FACT, 'detail')`, `fact('NAME', 'looks at', 'remedy', 'source')`. */
const TEXT_ARGUMENTS = { pass: 1, fail: 1, skip: 1, unknown: 1, judge: 2, fact: 1, ground: 1 };

/** Sources that several facts share stand in constants: a repository and a path, or a document and its section. */
const SOURCE = /^(?:[a-z0-9-]+\/[a-z0-9-]+, |https:\/\/|RFC \d+ section)/i;

/** Literals of three words or more, wherever they stand. */
const SENTENCE = /\S\s+\S+\s+\S/;

function textOf({ node }) {
  return node.type === 'StringLiteral' ? node.value : node.quasis.map((quasi) => quasi.value.raw).join('x');
}

/** Whether all that the expression leads to is a text that only people read, be it put together or chosen between. */
function isForPeople(path) {
  const { parentPath: parent } = path;
  if (parent?.isObjectProperty()) {
    return path.key === 'value' && TEXT_MEMBERS.has(parent.node.key.name) && !path.isArrowFunctionExpression() && !path.isIdentifier();
  }
  if (parent?.isCallExpression() && path.listKey === 'arguments') {
    const { callee } = parent.node;
    const first = TEXT_ARGUMENTS[callee.type === 'MemberExpression' ? callee.property.name : callee.name];
    return first !== undefined && path.key >= first;
  }
  return false;
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'texts', {
    shouldIgnore(path) {
      const isLiteral = path.isStringLiteral() || path.isTemplateLiteral();
      return isForPeople(path) || (isLiteral && [SENTENCE, SOURCE].some((pattern) => pattern.test(textOf(path)))) ? 'a text for people' : undefined;
    },
  }),
];
