import type { RuleFiguresDto, RuleFiguresList, RuleQuality, RuleVersionDto, ShareEstimate } from '../../contract.ts';
import { count, none, percent } from '../../lib/format.ts';

/** The figures of a version; null for one that is not in use. */
export const figuresOf = (list: RuleFiguresList | null, rule: string, version: number): RuleFiguresDto | null =>
  list?.rules.find(f => f.rule === rule && f.version === version) ?? null;

/** Rollout 10 %, and all other states by their name. */
export const stateText = ({ state, percent: of }: Pick<RuleVersionDto, 'state' | 'percent'>): string =>
  state === 'Rollout' ? `Rollout ${of} %` : state;

/** 79 %, 67 to 87 % of 61; a dash when there is no label. */
export function estimateText({ of, share, low, high }: ShareEstimate): string {
  if (share === null || low === null || high === null) return none;
  return `${whole(share)} % (${whole(low)}–${whole(high)} %) of ${count(of)}`;
}

/** 67–87 %, 61 labelled, 751 not */
export function sampleText({ precision: { of, low, high }, unlabelled }: RuleQuality): string {
  const range = low === null || high === null ? '' : `${whole(low)}–${whole(high)} %, `;
  return `${range}${count(of)} labelled, ${count(unlabelled)} not`;
}

const whole = (share: number): string => count(share * 100);

/** 0.31 % of 12,345; a dash when nothing was asked. */
export const shareText = (part: number, of: number): string => (of > 0 ? `${percent(part / of)} %` : none);
