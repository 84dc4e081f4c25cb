import { LocalNode } from './local-nodes';
import { login, LoginResult } from './login';
import { Terminal } from './terminal';

/** A token that is tried on nodes. */
export interface TriedToken {
  /** For people: "token for messaging". */
  readonly title: string;
  readonly username: string;
  readonly token: string;
}

/** How the logins on one node went, in the order of the tokens. */
export interface NodeLogins {
  readonly node: string;
  readonly results: readonly LoginResult[];
}

/** Logs in to every node with every token. */
export async function tryLogins(nodes: readonly LocalNode[], tokens: readonly TriedToken[]): Promise<NodeLogins[]> {
  return Promise.all(nodes.map(async (node) => ({
    node: node.name,
    results: await Promise.all(tokens.map((tried) => login(node.port, tried.username, tried.token))),
  })));
}

/** Prints one line a node. */
export function tellLogins(terminal: Terminal, tokens: readonly TriedToken[], logins: readonly NodeLogins[]): void {
  for (const { node, results } of logins) {
    const told = results.map((result, index) => {
      const text = `${tokens[index].title} ${result.outcome} (${result.detail})`.padEnd(42);
      return terminal.style(text, result.outcome === 'accepted' ? 'green' : result.outcome === 'refused' ? 'red' : 'yellow');
    });
    terminal.lines([`${node}   ${told.join('  ')}`.trimEnd()]);
  }
}

/** Fails the demo when a node decided otherwise than its settings say. */
export function expectLogins(logins: readonly NodeLogins[], expected: (node: string) => readonly LoginResult['outcome'][]): void {
  for (const { node, results } of logins) {
    const got = results.map((result) => result.outcome).join(', ');
    const wanted = expected(node).join(', ');
    if (got !== wanted) {
      throw new Error(`${node}: the logins were ${got}; by its settings they should be ${wanted}`);
    }
  }
}
