/** Why a node's turn failed, for people. */
export class StepFailure extends Error {}
