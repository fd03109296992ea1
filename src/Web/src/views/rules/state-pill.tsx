import type { JSX } from 'preact';
import type { RuleState, RuleVersionDto } from '../../contract.ts';
import type { Tone } from '../../parts/icon.tsx';
import { Pill } from '../../parts/pill.tsx';
import { stateText } from './rule-data.ts';

const TONE: Record<RuleState, Tone> = { Draft: 'idle', Shadow: 'info', Rollout: 'info', Live: 'ok', Retired: 'idle' };

/** How far a version has come. A version that the program took back says so. */
export function StatePill({ version, withNumber = false }: { version: RuleVersionDto; withNumber?: boolean }): JSX.Element {
  const text = `${stateText(version)}${withNumber ? ` · version ${version.version}` : ''}`;
  return version.stoppedAt ? <Pill tone="warn" text={`${text}, set back`} /> : <Pill tone={TONE[version.state]} text={text} />;
}
