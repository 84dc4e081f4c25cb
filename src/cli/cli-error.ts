/** Bad usage or unreadable input: told in one line, exit code 1, nothing else happens. */
export class CliError extends Error {}
