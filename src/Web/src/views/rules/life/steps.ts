import type { RuleState, RuleVersionDto } from '../../../contract.ts';

/** A step that a version may take, with what it does and what it needs. */
export interface LifeStep {
  to: RuleState;
  button: string;
  says: string;
}

const SAYS: Record<Exclude<RuleState, 'Draft'>, string> = {
  Shadow: 'It decides on every payment and flags none. Its windows are filled from the store first, and must fit into memory.',
  Rollout: 'It flags the payments of a share of the accounts, always of the same ones. For the others it stays in shadow.',
  Live: 'It flags payments and raises alerts.',
  Retired: 'It decides nothing any more. A retired version does not come back; roll back to make a new one of it.',
};

// As the server has it: from the top to the bottom, and back to Shadow.
const NEXT: Record<RuleState, readonly Exclude<RuleState, 'Draft'>[]> = {
  Draft: ['Shadow', 'Retired'],
  Shadow: ['Rollout', 'Live', 'Retired'],
  Rollout: ['Live', 'Rollout', 'Shadow', 'Retired'],
  Live: ['Shadow', 'Rollout', 'Retired'],
  Retired: [],
};

/** The steps that a version may take, the usual one first. */
export function stepsFrom(version: RuleVersionDto, versions: readonly RuleVersionDto[]): LifeStep[] {
  return NEXT[version.state].map(to => ({
    to,
    button: buttonOf(version.state, to),
    says: `${SAYS[to]}${replaced(version, to, versions)}`,
  }));
}

function buttonOf(from: RuleState, to: RuleState): string {
  if (to === 'Retired') return 'Retire';
  if (to === 'Rollout') return from === 'Rollout' ? 'Change the share' : 'Roll out';
  if (to === 'Live') return 'Go live';
  return from === 'Draft' ? 'Publish to Shadow' : 'Back to Shadow';
}

/** Which versions a step ends. A rollout runs beside the live version, and a shadow beside both. */
function replaced(version: RuleVersionDto, to: RuleState, versions: readonly RuleVersionDto[]): string {
  const ended = versions.filter(
    other => other.version !== version.version && to !== 'Retired' && (other.state === to || (to === 'Live' && other.state === 'Rollout')),
  );
  return ended.length === 0 ? '' : ` It takes the place of version ${ended.map(v => v.version).join(' and ')}.`;
}

/** The share of payments that a step to Rollout or Live may promise: that of the try of exactly this version, if there is one. */
export const promisedShare = (
  version: RuleVersionDto,
  tried: { canonical: string; flagged: number; payments: number } | null,
): number | null =>
  tried && tried.canonical === version.canonical && tried.payments > 0 ? tried.flagged / tried.payments : version.expectedShare;
