import { NodeFiles } from '../engine/ports';

/** The files of a node that a service runs: nobody can reach them. */
export const NO_FILES: NodeFiles = {
  read: async () => undefined,
  replace: async (path) => {
    throw new Error(`${path} cannot be written: the service runs the node, and its files are out of reach`);
  },
};
