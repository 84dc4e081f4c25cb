/** Names of the nodes in the expression of a restart's triggers, each with the expression of its fingerprint. */
export function triggersIn(expression: string): { readonly [node: string]: string } {
  return Object.fromEntries([...expression.matchAll(/\{for name in \[([^\]]*)\] : name => ([^}]*)\}/g)].flatMap(([, names, fingerprint]) =>
    [...names.matchAll(/"([^"]*)"/g)].map(([, name]) => [name, fingerprint])));
}
